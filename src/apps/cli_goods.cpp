#include "apps/cli_goods.h"

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_watch.h"

namespace argosy::cli {
namespace {

void add_produce(CLI::App& noun, Invocation& invocation) {
    Verb<GoodsProduce> produce(
        invocation, noun, "produce",
        "Has a good produced by the fleet, down to raw materials where it must be",
        "spacetraders goods produce ADVANCED_CIRCUITRY --quantity 120 --strategy fabricate");
    produce.app()->add_option("GOOD,--target", produce->good, "What")->required();
    produce.app()
        ->add_option("--quantity", produce->quantity, "How many units")
        ->capture_default_str()
        ->check(positive<std::int64_t>());
    produce.app()
        ->add_option("--strategy", produce->strategy,
                     "Each good is bought where anybody sells it (buy), obtained by the way that "
                     "costs less (smart), or made down to raw goods (fabricate)")
        ->capture_default_str()
        ->check(CLI::IsMember({"buy", "smart", "fabricate"}));
    produce.app()->add_option("--system", produce->system, "System (default: the headquarters')");
    produce.app()->add_flag("--sell", produce->sell,
                            "Sells it where it brings most (default: it is kept aboard)");
}

void add_status(CLI::App& noun, Invocation& invocation) {
    Verb<GoodsShow> status(invocation, noun, "status",
                           "Shows how far a factory is, what it has cost, and why it waits",
                           "spacetraders goods status factory-1-1 --tree --watch");
    status.app()->add_option("FACTORY,--factory-id", status->factory, "The factory")->required();
    status.app()->add_flag("--tree", status->tree,
                           "Draws what is bought and made, with units, cost, ships and waits");
    status.app()->add_flag("--watch", status->watch, "Shows it each second until it ends");
    status.app()->add_flag("--verbose", status->verbose,
                           "Adds a table of the pieces of work, and what ships did");
}

}  // namespace

void add_goods(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "goods", "Goods produced on request, by goods factories",
                              "spacetraders goods list");
    add_produce(noun, invocation);
    add_status(noun, invocation);

    Verb<GoodsList> list(invocation, noun, "list", "Lists goods factories, the latest first",
                         "spacetraders goods list --limit 5");
    list.app()
        ->add_option("--limit", list->limit, "So many, the latest")
        ->capture_default_str()
        ->check(positive<std::int64_t>());

    Verb<GoodsStop> stop(invocation, noun, "stop",
                         "Stops a factory; ships finish the cargo they carry",
                         "spacetraders goods stop factory-1-1");
    stop.app()->add_option("FACTORY,--factory-id", stop->factory, "The factory")->required();

    Verb<GoodsHistory>(invocation, noun, "history", "Shows what was produced so far, by good",
                       "spacetraders goods history");
}

core::Result<void> carry_out(const GoodsProduce& command, Session& session) {
    v1::StartGoodsFactoryRequest request;
    request.set_target_good(command.good);
    request.set_quantity(command.quantity);
    request.set_strategy(command.strategy);
    request.set_system(command.system);
    request.set_disposal(command.sell ? "sell" : "keep");
    return session.ask(&rpc::Client::start_goods_factory, std::move(request), render);
}

core::Result<void> carry_out(const GoodsShow& command, Session& session) {
    if (command.watch) return watch_goods(session, command);
    v1::GetFactoryStatusRequest request;
    request.set_factory_id(command.factory);
    ARGOSY_TRY(const v1::GoodsFactory factory,
               session.call(&rpc::Client::get_factory_status, std::move(request)));
    session.show(factory, status_of(factory, command));
    return {};
}

core::Result<void> carry_out(const GoodsList& command, Session& session) {
    v1::ListGoodsFactoriesRequest request;
    request.set_limit(command.limit);
    return session.ask(&rpc::Client::list_goods_factories, std::move(request), render);
}

core::Result<void> carry_out(const GoodsStop& command, Session& session) {
    v1::StopGoodsFactoryRequest request;
    request.set_factory_id(command.factory);
    return session.ask(&rpc::Client::stop_goods_factory, std::move(request), render);
}

core::Result<void> carry_out(const GoodsHistory&, Session& session) {
    return session.ask(&rpc::Client::get_goods_history, {}, render);
}

}  // namespace argosy::cli
