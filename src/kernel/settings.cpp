#include "kernel/settings.h"

#include <iterator>
#include <utility>

#include "kernel/config.h"

namespace argosy::kernel {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kBillion = 1'000'000'000;

// One entry per key: name, further environment names, how its text is read, what it is for.
// ARGOSY_<SECTION>_<NAME> is understood for every key without being listed.
using Section = std::vector<Setting>;

Section game_section() {
    return {
        {"game.base_url",
         {"SPACETRADERS_BASE_URL", "ST_API_BASE_URL"},
         url([](Config& c) -> auto& { return c.base_url; }),
         "The game server: the public one, or a spacetraders-sim."},
    };
}

Section store_section() {
    return {
        {"store.url",
         {"ARGOSY_DATABASE", "DATABASE_URL"},
         store_url([](Config& c) -> auto& { return c.store; }),
         "Where everything is kept: a SQLite file, which one daemon at a time may own, or a "
         "PostgreSQL database, which several may share. A password is better left to ~/.pgpass. "
         "The file may call it database.path as well.",
         "database.path"},
        {"store.lease",
         {},
         duration([](Config& c) -> auto& { return c.lease.length; }, {seconds(1), minutes(10)}),
         "How long a player stays with a daemon that gives no sign of life, where several daemons "
         "share a database. In real time; another takes over after five thirds of it."},
    };
}

Section daemon_section() {
    return {
        {"daemon.socket",
         {"ARGOSY_SOCKET", "SPACETRADERS_SOCKET"},
         text([](Config& c) -> auto& { return c.socket; }),
         "The unix socket the daemon listens on. Empty: $XDG_RUNTIME_DIR/argosy/daemon.sock, else "
         "/tmp/argosy-<uid>/daemon.sock."},
    };
}

Section log_section() {
    return {
        {"log.level",
         {},
         choice([](Config& c) -> auto& { return c.log_level; },
                {{"debug", core::LogLevel::kDebug},
                 {"info", core::LogLevel::kInfo},
                 {"warning", core::LogLevel::kWarning},
                 {"error", core::LogLevel::kError}}),
         "The least level that is written to stderr."},
        {"log.format",
         {},
         choice([](Config& c) -> auto& { return c.log_format; },
                {{"text", core::StderrSink::Format::kText},
                 {"json", core::StderrSink::Format::kJson}}),
         "One line per event, for people or for machines."},
    };
}

Section money_section() {
    return {
        {"money.floor",
         {},
         credits([](Config& c) -> auto& { return c.ledger.floor; }, {0, kBillion}),
         "Credits that purchases of cargo and ships leave untouched, so that there is always "
         "fuel."},
        {"money.price_slip_percent",
         {},
         number([](Config& c) -> auto& { return c.ledger.price_slip_percent; }, {0, 100}),
         "How much dearer than quoted a purchase may turn out; kept aside for each."},
    };
}

Section metrics_section() {
    return {
        {"metrics.port",
         {},
         optional_port([](Config& c) -> auto& { return c.metrics_port; }),
         "The port of 127.0.0.1 on which metrics are served to Prometheus; 0 is any free one, "
         "which "
         "the daemon names when it starts."},
    };
}

Section market_section() {
    return {
        {"market.history",
         {},
         duration([](Config& c) -> auto& { return c.market.history; },
                  {hours(0), hours(24 * 3650)}),
         "How long looks at prices are kept, for `market history`; 0 keeps all. Those of an era "
         "that is over stay."},
    };
}

// Read while the configuration is, so that all that is wrong with it is told at once.
Form supply_chain() {
    return {Kind::kText, "a file with a map of outputs to arrays of inputs",
            [](Config& config, std::string_view path) {
                core::Result<model::RecipeMap> recipes = *goods::game_recipes();
                if (!path.empty()) recipes = goods::load_recipes(path);
                if (!recipes) return "a supply chain without mistakes:\n" + recipes.error().message;
                config.goods.supply_chain_path = path;
                config.goods.recipes =
                    std::make_shared<const model::RecipeMap>(*std::move(recipes));
                return std::string();
            },
            [](const Config& config) { return config.goods.supply_chain_path; }};
}

Section goods_section() {
    return {
        {"goods.supply_chain_path",
         {"GOODS_SUPPLY_CHAIN_PATH"},
         supply_chain(),
         "Which goods are made of which, in the form of the game's own answer (`GET "
         "/market/supply-chain`). Empty: the map of the program, which is the game's."},
        {"goods.production_timeout",
         {"GOODS_PRODUCTION_TIMEOUT"},
         duration([](Config& c) -> auto& { return c.goods.production_timeout; },
                  {hours(0), hours(24 * 7)}),
         "How long a goods factory waits for a good to be made, from the last delivery of its "
         "inputs or the last collection; then it fails. 0 waits however long it takes."},
        {"goods.patience",
         {},
         duration([](Config& c) -> auto& { return c.goods.patience; }, {minutes(0), hours(24 * 7)}),
         "How long a factory of the game that has all its inputs is waited for until the supply of "
         "its output is HIGH. Then it is collected as it is, for a higher price."},
        {"goods.max_workers",
         {},
         number([](Config& c) -> auto& { return c.goods.max_workers; }, {0, 10'000}),
         "Hauls at once for goods factories; 0 is every ship."},
        {"goods.poll_interval_initial",
         {"GOODS_POLL_INTERVAL_INITIAL"},
         duration([](Config& c) -> auto& { return c.goods.poll_initial; }, {seconds(1), hours(1)}),
         "From the last delivery to a factory to the first look at what it made."},
        {"goods.poll_interval_settled",
         {"GOODS_POLL_INTERVAL_SETTLED", "GOODS_POLL_INTERVAL"},
         duration([](Config& c) -> auto& { return c.goods.poll_settled; }, {seconds(1), hours(1)}),
         "Between later looks."},
    };
}

Section manufacturing_section() {
    return {
        {"manufacturing.enabled",
         {"ST_MANUFACTURING_ARBITRAGE_ENABLED"},
         choice([](Config& c) -> auto& { return c.manufacturing.start; },
                {{"on-request", manufacturing::Start::kOnRequest},
                 {"true", manufacturing::Start::kWithDaemon},
                 {"false", manufacturing::Start::kNever}},
                Kind::kFlagOrText),
         "on-request: `manufacturing start` starts it. true: it starts with the daemon too, with "
         "what stands here, for every player. false: nothing starts it, and what an earlier run "
         "left of it winds up."},
        {"manufacturing.mode",
         {"ST_MANUFACTURING_MODE"},
         choice([](Config& c) -> auto& { return c.manufacturing.mode; },
                {{"parallel", manufacturing::Mode::kParallel},
                 {"serial", manufacturing::Mode::kSerial}}),
         "parallel: every ship works, and none waits at a factory. serial: one ship makes one "
         "product at a time and waits at each factory, which earns far less."},
        {"manufacturing.strategy",
         {"ST_MANUFACTURING_STRATEGY"},
         choice([](Config& c) -> auto& { return c.manufacturing.strategy; },
                {{"smart", goods::Strategy::kSmart},
                 {"buy", goods::Strategy::kBuy},
                 {"fabricate", goods::Strategy::kFabricate},
                 {"profit", goods::Strategy::kProfit}}),
         "Where inputs come from. smart: bought where their supply is HIGH or better, else made. "
         "buy: bought where anybody sells them, else made. fabricate: made, and bought only where "
         "making is not possible. profit: whichever costs less at the prices known, with the whole "
         "chain, the ship's time and the money bound meanwhile. Raw goods are always bought."},
        {"manufacturing.rank",
         {"ST_MANUFACTURING_RANK"},
         choice([](Config& c) -> auto& { return c.manufacturing.rank; },
                {{"value", manufacturing::Rank::kValue},
                 {"return", manufacturing::Rank::kReturn},
                 {"price", manufacturing::Rank::kPrice}}),
         "What goes first. value: what is forecast to earn most. return: what is forecast to earn "
         "most for each credit spent. price: the product that sells for "
         "most, and hauls by kind, as the requirements say: LIQUIDATE, COLLECT and SELL, COLLECT "
         "and DELIVER, ACQUIRE and DELIVER."},
        {"manufacturing.max_workers",
         {"ST_MANUFACTURING_MAX_WORKERS"},
         number([](Config& c) -> auto& { return c.manufacturing.max_workers; }, {0, 10'000}),
         "Hauls under way at once; 0 is the whole fleet."},
        {"manufacturing.max_pipelines",
         {"ST_MANUFACTURING_MAX_PIPELINES"},
         number([](Config& c) -> auto& { return c.manufacturing.max_pipelines; }, {0, 10'000}),
         "Pipelines at once; 0 is as many as pay."},
        {"manufacturing.max_opportunities",
         {},
         number([](Config& c) -> auto& { return c.manufacturing.max_opportunities; }, {0, 10'000}),
         "Products that are considered, the first ones by rank; 0 is all. The requirements give "
         "10."},
        {"manufacturing.sizing",
         {},
         choice([](Config& c) -> auto& { return c.dispatch.sizing; },
                {{"exact", hauls::Sizing::kExact}, {"requirements", hauls::Sizing::kRequirements}}),
         "How much one haul takes. exact: what makes the most of both price curves. requirements: "
         "one transaction, of a share of the trade volume that the source's supply allows."},
        {"manufacturing.min_price",
         {"ST_MANUFACTURING_MIN_PRICE"},
         credits([](Config& c) -> auto& { return c.manufacturing.min_price; }, {0, kBillion}),
         "Products that sell for less are only made as inputs of others."},
        {"manufacturing.max_depth",
         {},
         number([](Config& c) -> auto& { return c.manufacturing.max_depth; }, {1, 10}),
         "Levels of making; inputs deeper than this are bought."},
        {"manufacturing.discovery_interval",
         {"ST_MANUFACTURING_DISCOVERY_INTERVAL"},
         duration([](Config& c) -> auto& { return c.manufacturing.plan_interval; },
                  {seconds(1), hours(24)}),
         "How often new pipelines are looked for. 2m in both documents of the requirements that "
         "give it."},
        {"manufacturing.assignment_interval",
         {"ST_MANUFACTURING_ASSIGNMENT_INTERVAL"},
         duration([](Config& c) -> auto& { return c.manufacturing.pass_interval; },
                  {seconds(1), hours(1)}),
         "How often ships and hauls are looked over without any event. The requirements give 30s "
         "in the manufacturing arbitrage plan and 5s in the parallel system's design, which is the "
         "later one and holds."},
        {"manufacturing.choice",
         {},
         choice(
             [](Config& c) -> auto& { return c.dispatch.choice; },
             {{"together", hauls::Choice::kTogether}, {"best-first", hauls::Choice::kBestFirst}}),
         "together: all idle ships and ready hauls are matched for the most credits an hour. "
         "best-first: the best pair is taken, then the best of what is left. With "
         "`manufacturing.rank` price neither is."},
        {"manufacturing.idle_ships",
         {},
         choice([](Config& c) -> auto& { return c.dispatch.idle; },
                {{"stay", hauls::Idle::kStays}, {"go-ahead", hauls::Idle::kGoesAhead}}),
         "stay: a ship without work waits where it is. go-ahead: it flies to where hauls will "
         "begin."},
        {"manufacturing.looks",
         {},
         choice([](Config& c) -> auto& { return c.manufacturing.look.looks; },
                {{"where-it-pays", manufacturing::Looks::kWhereItPays},
                 {"by-estimate", manufacturing::Looks::kByEstimate},
                 {"fixed", manufacturing::Looks::kFixed}}),
         "Looks at fed factories by ships that stand there. by-estimate: at the three intervals "
         "below. where-it-pays: at those, once not knowing has cost more than a request. fixed: "
         "every 30s, whatever is known."},
        {"manufacturing.look_slow",
         {},
         duration([](Config& c) -> auto& { return c.manufacturing.look.slow; },
                  {seconds(1), hours(1)}),
         "Between two such looks until five minutes before the factory is expected to be ready."},
        {"manufacturing.look_fast",
         {},
         duration([](Config& c) -> auto& { return c.manufacturing.look.fast; },
                  {seconds(1), hours(1)}),
         "The same from then until five minutes after."},
        {"manufacturing.look_urgent",
         {},
         duration([](Config& c) -> auto& { return c.manufacturing.look.urgent; },
                  {seconds(1), hours(1)}),
         "The same from then on."},
        {"manufacturing.horizon",
         {},
         duration([](Config& c) -> auto& { return c.manufacturing.horizon; },
                  {minutes(1), hours(24 * 7)}),
         "A plan is good for this long. Then a pipeline that has sold something ends, and one that"
         " has not is planned anew."},
    };
}

Section profitability_section() {
    return {
        {"profitability.mode",
         {},
         choice([](Config& c) -> auto& { return c.dispatch.advisory; },
                {{"gate", false}, {"advisory", true}}),
         "gate: a haul whose forecast is below the margins waits. advisory: it runs all the same."},
        {"profitability.feed_margin_bp",
         {},
         number([](Config& c) -> auto& { return c.dispatch.feed_margin_bp; }, {-100'000, 100'000}),
         "Least margin of a unit that feeds a factory, in basis points of the good's base price."},
        {"profitability.sale_margin_bp",
         {},
         number([](Config& c) -> auto& { return c.dispatch.sale_margin_bp; }, {-100'000, 100'000}),
         "Least margin of a unit of product sold, in basis points of the good's base price."},
        {"profitability.least_profit",
         {},
         credits([](Config& c) -> auto& { return c.dispatch.least_profit; }, {0, kBillion}),
         "A sale that would earn less stays where it is."},
        {"profitability.feed_least_profit",
         {},
         credits([](Config& c) -> auto& { return c.dispatch.feed_least_profit; },
                 {-kBillion, kBillion}),
         "A haul that feeds a factory and would earn less stays where it is. Below zero: a small "
         "loss is an investment in what the factory makes of it."},
    };
}

Section scout_section() {
    return {
        {"scout.stale_after",
         {},
         duration([](Config& c) -> auto& { return c.scouting.stale_after; },
                  {minutes(1), hours(24)}),
         "A hauler without work looks at markets not seen for this long."},
        {"scout.least_age",
         {},
         duration([](Config& c) -> auto& { return c.scouting.least_age; }, {seconds(1), hours(24)}),
         "No probe looks at a market more often than this."},
        {"scout.request_price",
         {},
         credits([](Config& c) -> auto& { return c.scouting.request_price; }, {0, kBillion}),
         "What a request must bring to be spent on a look."},
        {"scout.requests_per_hour",
         {},
         number([](Config& c) -> auto& { return c.scouting.requests_per_hour; }, {0, 100'000}),
         "Requests an hour, of all ships that scout; 0 is as many as bring more than they cost."},
    };
}

Section growth_section() {
    return {
        {"growth.horizon",
         {},
         duration([](Config& c) -> auto& { return c.growth.horizon; },
                  {minutes(1), hours(24 * 30)}),
         "What a ship costs must come back within this, where `arbitrage start --buy-ships` buys "
         "ships and does not say until when they must have paid back; by the next reset in any "
         "case."},
    };
}

}  // namespace

const std::vector<Setting>& settings() {
    static const std::vector<Setting> table = [] {
        std::vector<Setting> all;
        for (Section section :
             {game_section(), store_section(), daemon_section(), log_section(), metrics_section(),
              money_section(), market_section(), goods_section(), manufacturing_section(),
              profitability_section(), scout_section(), growth_section()}) {
            std::move(section.begin(), section.end(), std::back_inserter(all));
        }
        return all;
    }();
    return table;
}

}  // namespace argosy::kernel
