#include "apps/bench_store.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <memory>

#include "store/open_store.h"

namespace argosy::apps {
namespace {

using store::Durability;
using store::Engine;
using store::Transaction;

constexpr std::int64_t kRowsPerTransaction = 1'000;
constexpr std::int64_t kTransactions = 50;
constexpr std::int64_t kSingles = 1'000;

struct StoreCommand {
    std::string url{store::StoreUrl::in_memory().shown()};
    std::string output = "table";
};

constexpr std::string_view kUpsert =
    "INSERT INTO market_price_history (player_id, waypoint_symbol, good_symbol, at, supply,"
    " activity, trade_volume, ask, bid) VALUES (1, 'X1-AD75-A1', $1, $2, 'HIGH', 'WEAK', 40, $3, "
    "$4)"
    " ON CONFLICT (player_id, waypoint_symbol, good_symbol, at) DO UPDATE SET ask = $3, bid = $4";

void add_upsert(Transaction& transaction, std::int64_t row) {
    transaction.add(kUpsert,
                    {fmt::format("GOOD_{}", row % 40), row / 40, 100 + row % 900, 90 + row % 800},
                    store::Expect::kOneRow);
}

template <class Work>
core::Result<double> per_second(std::int64_t count, Work work) {
    using Clock = std::chrono::steady_clock;  // check: allow clock: measures the run
    const auto begin = Clock::now();
    for (std::int64_t i = 0; i < count; ++i)
        ARGOSY_CHECK(work(i));
    return double(count) / std::chrono::duration<double>(Clock::now() - begin).count();
}

core::Result<double> singles(Engine& engine, Durability durability) {
    return per_second(kSingles, [&](std::int64_t i) {
        Transaction transaction;
        add_upsert(transaction, i);
        return engine.commit(transaction, durability);
    });
}

struct Figures {
    double rows = 0;
    double commits = 0;
    double full_commits = 0;
    double reads = 0;
};

core::Result<Figures> measure(const StoreCommand& command) {
    const auto url = store::StoreUrl::parse(command.url);
    if (!url) {
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("there is no database \"{}\"", store::without_secrets(command.url))};
    }
    ARGOSY_TRY(const auto engine, store::open_store(*url));
    ARGOSY_CHECK(store::migrate(*engine));
    ARGOSY_TRY(const store::Rows runs, engine->query("SELECT COUNT(*) AS n FROM runs", {}));
    if (runs.front().integer("n") > 0) {
        return core::Error{
            core::ErrorCode::kRejected,
            fmt::format("database {} is somebody's: name an empty one", engine->location())};
    }
    Figures figures;
    ARGOSY_TRY(figures.rows, per_second(kTransactions, [&](std::int64_t transaction_number) {
                   Transaction transaction;
                   for (std::int64_t i = 0; i < kRowsPerTransaction; ++i)
                       add_upsert(transaction, transaction_number * kRowsPerTransaction + i);
                   return engine->commit(transaction, Durability::kNormal);
               }));
    figures.rows *= double(kRowsPerTransaction);
    ARGOSY_TRY(figures.commits, singles(*engine, Durability::kNormal));
    ARGOSY_TRY(figures.full_commits, singles(*engine, Durability::kFull));
    ARGOSY_TRY(figures.reads, per_second(kSingles, [&](std::int64_t i) -> core::Result<void> {
                   ARGOSY_CHECK(engine->query(
                       "SELECT ask, bid FROM market_price_history WHERE player_id = 1"
                       " AND waypoint_symbol = 'X1-AD75-A1' AND good_symbol = $1 AND at = 0",
                       {fmt::format("GOOD_{}", i % 40)}));
                   return {};
               }));
    return figures;
}

void print(const StoreCommand& command, const Figures& figures) {
    if (command.output == "json") {
        const boost::json::object report{{"rows_per_second", figures.rows},
                                         {"commits_per_second", figures.commits},
                                         {"full_commits_per_second", figures.full_commits},
                                         {"reads_per_second", figures.reads}};
        fmt::print("{}\n", boost::json::serialize(report));
        return;
    }
    fmt::print("{:<44} {:>10.0f}\n", "rows a second, in transactions of 1,000", figures.rows);
    fmt::print("{:<44} {:>10.0f}\n", "transactions of one row, normal, a second", figures.commits);
    fmt::print("{:<44} {:>10.0f}\n", "transactions of one row, full, a second",
               figures.full_commits);
    fmt::print("{:<44} {:>10.0f}\n", "reads by key a second", figures.reads);
}

}  // namespace

void add_store_command(CLI::App& app, int& exit_code) {
    auto command = std::make_shared<StoreCommand>();
    CLI::App* added = app.add_subcommand("store", "How fast a database takes and gives back");
    added->add_option("--store", command->url, "An empty database: a file or postgresql://...")
        ->capture_default_str();
    added->add_option("--output", command->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    added->footer("Example: spacetraders-bench store --store /tmp/empty.db");
    added->callback([command, &exit_code] {
        const auto figures = measure(*command);
        if (!figures) {
            fmt::print(stderr, "spacetraders-bench: {}\n", figures.error().message);
            exit_code = 1;
            return;
        }
        print(*command, *figures);
    });
}

}  // namespace argosy::apps
