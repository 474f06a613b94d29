#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "apps/cli_goods.h"
#include "apps/cli_table.h"
#include "core/time.h"

namespace argosy::cli {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kIcons{{
    {"COMPLETED", "✅"},
    {"IN_PROGRESS", "⏳"},
    {"WAITING", "🔄"},
    {"PENDING", "⏸"},
    {"FAILED", "❌"},
}};

/// How the lines under a node go on: to its next sibling, or to nothing.
constexpr std::string_view kGoesOn = "│   ";
constexpr std::string_view kEnds = "    ";

std::string state_of(const v1::GoodsFactoryNode& node) {
    for (const auto& [state, icon] : kIcons) {
        if (node.state() == state) return fmt::format("{} {}", icon, state);
    }
    return node.state();
}

/// What tells most of the market: how much there is to buy, or how fast it is made.
const std::string& level_of(const v1::GoodsFactoryNode& node) {
    const bool is_made = node.method() == "FABRICATE";
    return is_made && !node.activity().empty() ? node.activity() : node.supply();
}

std::string out_of(std::int64_t acquired, std::int64_t quantity) {
    if (acquired < quantity) return fmt::format("{} of {} units", acquired, quantity);
    return fmt::format("{} {}", acquired, acquired == 1 ? "unit" : "units");
}

template <class Ships>
std::string named(const Ships& ships) {
    return fmt::format("{} {}", ships.size() == 1 ? "ship" : "ships", fmt::join(ships, ", "));
}

/// Returns "15 units, cost 1,200, ship SHIP-1".
std::string work_of(const v1::GoodsFactoryNode& node) {
    std::string text = out_of(node.acquired(), node.quantity());
    if (node.spent() != 0 || node.returned() != 0) {
        text += ", cost " + credits(node.spent() - node.returned());
    }
    const bool has_ended = node.state() == "COMPLETED" || node.state() == "FAILED";
    const auto& ships = has_ended ? node.past_ships() : node.ships();
    return ships.empty() ? text : text + ", " + named(ships);
}

class Tree final {
  public:
    explicit Tree(const v1::GoodsFactory& factory) : factory_(factory) {}

    std::string text() {
        if (factory_.has_tree()) draw(factory_.tree(), "├── ", std::string(kEnds));
        return text_.empty() ? "(none)\n" : std::move(text_);
    }

  private:
    void draw(const v1::GoodsTree& tree, const std::string& first, const std::string& others) {
        if (tree.node() < 0 || tree.node() >= factory_.nodes_size()) return;
        const bool again = !drawn_.insert(tree.node()).second;
        text_ += first + one_line(line_of(factory_.nodes(tree.node()), again)) + '\n';
        for (int i = 0; i < tree.inputs_size(); ++i) {
            const bool last = i + 1 == tree.inputs_size();
            draw(tree.inputs(i), others + (last ? "└── " : "├── "),
                 others + std::string(last ? kEnds : kGoesOn));
        }
    }

    static std::string line_of(const v1::GoodsFactoryNode& node, bool again) {
        const std::string& level = level_of(node);
        std::string line =
            fmt::format("{} [{}{}{}] {} ({})", node.good(), node.method(),
                        level.empty() ? "" : ", ", level, state_of(node), work_of(node));
        if (again) return line + ": the same work as above";
        if (!node.waits_for().empty()) return line + ": waits for " + node.waits_for();
        const bool spared = node.state() == "COMPLETED" && node.acquired() < node.quantity();
        return spared ? line + ": no more was needed" : line;
    }

    const v1::GoodsFactory& factory_;
    std::set<std::int32_t> drawn_;
    std::string text_;
};

std::string table_of_work(const v1::GoodsFactory& factory) {
    Table table({left("GOOD"), left("METHOD"), left("MARKET"), left("STATE"), right("ASKED"),
                 right("GOT"), right("SPENT"), right("RETURNED"), right("COST"), right("TOOK"),
                 left("SHIPS")});
    for (const v1::GoodsFactoryNode& node : factory.nodes()) {
        table.add({node.good(), node.method(), node.market(), node.state(),
                   credits(node.quantity()), credits(node.acquired()), credits(node.spent()),
                   credits(node.returned()), credits(node.spent() - node.returned()),
                   between(factory.started_at(), node.completed_at()),
                   fmt::format("{}", fmt::join(node.past_ships(), ", "))});
    }
    return table.text(2);
}

std::string progress_of(const v1::GoodsFactory& factory) {
    const std::int64_t total = factory.nodes_total();
    return fmt::format("{}% ({}/{} nodes complete)",
                       total == 0 ? 0 : 100 * factory.nodes_completed() / total,
                       factory.nodes_completed(), total);
}

bool has_ended(const v1::GoodsFactory& factory) {
    return factory.completed_at() != 0;
}

std::string time_of(const v1::GoodsFactory& factory) {
    return between(factory.started_at(),
                   has_ended(factory) ? factory.completed_at() : factory.now());
}

std::int64_t ships_at_work(const v1::GoodsFactory& factory) {
    std::int64_t count = 0;
    for (const v1::GoodsFactoryShip& ship : factory.ships())
        count += ship.at_work() ? 1 : 0;
    return count;
}

/// Returns "SHIP-1 (idle), SHIP-2 (active)".
std::string ships_of(const v1::GoodsFactory& factory) {
    std::vector<std::string> ships;
    for (const v1::GoodsFactoryShip& ship : factory.ships()) {
        const std::string_view now = ship.at_work() ? "active" : ship.idle() ? "idle" : "elsewhere";
        ships.push_back(has_ended(factory) ? ship.symbol()
                                           : fmt::format("{} ({})", ship.symbol(), now));
    }
    return fmt::format("{}", fmt::join(ships, ", "));
}

std::string length_of(std::int64_t millis) {
    return core::format_duration(core::Duration(std::chrono::milliseconds(millis)));
}

/// Returns "2.40" for 240; "-" when nothing is known.
std::string times(std::int64_t hundredths) {
    return hundredths == 0 ? "-" : fmt::format("{:.2f}", double(hundredths) / 100.0);
}

/// Returns "2.40, estimated 3.10": by its critical path.
std::string speed_up_of(const v1::GoodsFactory& factory) {
    const std::int64_t until = has_ended(factory) ? factory.completed_at() : factory.now();
    const std::int64_t elapsed = factory.started_at() == 0 ? 0 : until - factory.started_at();
    if (elapsed <= 0 || factory.critical_path_ms() == 0) return "";
    return fmt::format("{}, estimated {}", times(100 * factory.at_work_ms() / elapsed),
                       times(100 * factory.at_work_ms() / factory.critical_path_ms()));
}

/// Returns the share of those that ended by themselves; a person's stop is no failure.
std::string success_of(const v1::GoodsHistoryLine& line) {
    const std::int64_t ended = line.completed() + line.failed();
    return ended == 0 ? "-" : share(10'000 * line.completed() / ended);
}

/// Returns what was asked for and where it stands.
Facts facts_of(const v1::GoodsFactory& factory) {
    Facts facts;
    facts.add("Factory", factory.id());
    facts.add("Target", fmt::format("{} (qty: {})", factory.target_good(), factory.quantity()));
    facts.add("System", factory.system());
    facts.add("Strategy", fmt::format("{}, to {}", factory.strategy(), factory.disposal()));
    facts.add("Status", factory.status());
    if (!factory.error().empty()) facts.add("Because", factory.error());
    if (!factory.waits_for().empty()) facts.add("Waits for", factory.waits_for());
    return facts;
}

}  // namespace

std::string tree_of(const v1::GoodsFactory& factory) {
    return Tree(factory).text();
}

std::string status_of(const v1::GoodsFactory& factory, const GoodsShow& wanted) {
    Facts facts = facts_of(factory);
    facts.add("Progress", progress_of(factory));
    facts.add("Acquired", out_of(factory.quantity_acquired(), factory.quantity()));
    facts.add("Total Cost", fmt::format("{} credits", credits(factory.total_cost())));
    facts.add(has_ended(factory) ? "Took" : "Running for", time_of(factory));
    std::string text = facts.text();
    if (wanted.tree) text += "\nDependency Tree:\n" + tree_of(factory);
    if (wanted.verbose) text += "\nPieces of Work (credits):\n" + table_of_work(factory);

    Facts work;
    if (!has_ended(factory)) work.add("Active Workers", credits(ships_at_work(factory)));
    work.add("Ships", ships_of(factory));
    if (wanted.verbose) {
        work.add("Hauls", credits(factory.hauls()));
        work.add("Market Looks", credits(factory.market_queries()));
        work.add("Ship Time", length_of(factory.at_work_ms()));
        work.add("Critical Path", length_of(factory.critical_path_ms()));
        work.add("Speed-up", speed_up_of(factory));
        work.add("Asked for", point(factory.created_at()));
        work.add("Started", point(factory.started_at()));
        work.add("Ended", point(factory.completed_at()));
    }
    return text + '\n' + work.text();
}

std::string render(const v1::GoodsFactory& factory) {
    Facts facts = facts_of(factory);
    facts.add("Work", fmt::format("{} {}, {} done", factory.nodes_total(),
                                  factory.nodes_total() == 1 ? "piece" : "pieces",
                                  factory.nodes_completed()));
    if (!factory.note().empty()) facts.add("Note", factory.note());
    return facts.text();
}

std::string render(const v1::ListGoodsFactoriesResponse& answer) {
    Table table({left("FACTORY"), left("GOOD"), right("UNITS"), left("STRATEGY"), left("STATUS"),
                 right("NODES"), right("COST"), right("TIME"),
                 left("WAITS FOR, OR ENDED BECAUSE")});
    for (const v1::GoodsFactory& factory : answer.factories()) {
        table.add({factory.id(), factory.target_good(),
                   fmt::format("{}/{}", factory.quantity_acquired(), factory.quantity()),
                   factory.strategy(), factory.status(),
                   fmt::format("{}/{}", factory.nodes_completed(), factory.nodes_total()),
                   credits(factory.total_cost()), time_of(factory),
                   factory.error().empty() ? factory.waits_for() : factory.error()});
    }
    return table.text();
}

std::string render(const v1::GoodsHistory& history) {
    Table table({left("GOOD"), right("STARTED"), right("COMPLETED"), right("FAILED"),
                 right("STOPPED"), right("SUCCESS"), right("UNITS"), right("COST/UNIT"),
                 right("MEAN TIME"), right("SHIPS"), right("LOOKS"), right("SPEED-UP"),
                 right("ESTIMATED")});
    for (const v1::GoodsHistoryLine& line : history.lines()) {
        const bool any = line.completed() > 0;
        table.add({line.good(), credits(line.started()), credits(line.completed()),
                   credits(line.failed()), credits(line.stopped()), success_of(line),
                   credits(line.units()),
                   line.units() == 0 ? "-" : credits(line.total_cost() / line.units()),
                   any ? length_of(line.mean_elapsed_ms()) : "-", times(line.mean_ships()),
                   any ? credits(line.mean_queries()) : "-", times(line.speed_up()),
                   times(line.speed_up_estimated())});
    }
    return table.text();
}

std::string summarize(const v1::GoodsFactory& factory) {
    std::string text =
        fmt::format("{}  {}  {}  cost {}  {} at work", factory.status(), progress_of(factory),
                    out_of(factory.quantity_acquired(), factory.quantity()),
                    credits(factory.total_cost()), ships_at_work(factory));
    if (!factory.waits_for().empty()) text += "  waits for " + factory.waits_for();
    return one_line(text);
}

}  // namespace argosy::cli
