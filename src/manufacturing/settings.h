#pragma once

/// @file
/// What a player may set about manufacturing. Names and defaults are documented in
/// docs/reference/configuration.md.

#include <optional>
#include <string_view>

#include "core/time.h"
#include "core/units.h"
#include "goods/recipes.h"
#include "goods/supply_chain.h"
#include "model/symbols.h"

namespace argosy::manufacturing {

/// How many ships work: docs/concepts/manufacturing.md compares the two.
enum class Mode : std::uint8_t {
    kParallel,  ///< All of them, each a haul at a time; no ship waits at a factory.
    kSerial,    ///< One ship, one product at a time, and it waits at each factory.
};

/// What goes first.
enum class Rank : std::uint8_t {
    kValue,   ///< What is forecast to earn most.
    kReturn,  ///< What is forecast to earn most for each credit spent.
    kPrice,   ///< The product with the highest price, and of its hauls those nearest to the sale.
};

/// When manufacturing begins.
enum class Start : std::uint8_t {
    kOnRequest,   ///< When a player says so.
    kWithDaemon,  ///< As soon as a player is open.
    kNever,       ///< Never, and what an earlier run left of it winds up.
};

std::string_view to_string(Mode mode);
std::string_view to_string(Rank rank);
/// Read what to_string() writes: "parallel", "serial"; "value", "return", "price".
std::optional<Mode> parse_mode(std::string_view text);
std::optional<Rank> parse_rank(std::string_view text);

/// Which looks ships make where they stand, at factories that something is awaited of.
enum class Looks : std::uint8_t {
    kWhereItPays,  ///< At the three intervals, but only where the look is worth its request.
    kByEstimate,   ///< At the three intervals.
    kFixed,        ///< At one interval, whatever is known: the measure for the other two.
};

std::string_view to_string(Looks looks);
/// Reads what to_string() writes: "where-it-pays", "by-estimate", "fixed".
std::optional<Looks> parse_looks(std::string_view text);

/// How often a factory is looked at by a ship that stands there.
struct LookSettings {
    Looks looks = Looks::kWhereItPays;
    core::Duration slow = std::chrono::minutes(2);    ///< Until 5 minutes before it is expected.
    core::Duration fast = std::chrono::seconds(10);   ///< From then until 5 minutes after.
    core::Duration urgent = std::chrono::seconds(5);  ///< From then on.
    core::Duration fixed = std::chrono::seconds(30);
    /// With kFixed: from the last delivery to the first look after it; unless given, as `fixed`.
    std::optional<core::Duration> after_delivery;
    /// What a look must bring to be worth its request.
    core::Credits request_price{20};
};

struct Settings {
    model::SystemSymbol system;
    Start start = Start::kOnRequest;
    Mode mode = Mode::kParallel;
    goods::Strategy strategy = goods::Strategy::kSmart;
    Rank rank = Rank::kValue;
    std::int64_t max_workers = 0;    ///< Hauls at once; 0: every ship.
    std::int64_t max_pipelines = 0;  ///< Pipelines at once; 0: as many as clear the gate.
    /// Opportunities that count, the first ones by rank; 0: all.
    std::int64_t max_opportunities = 0;
    core::Bid min_price{1'000};  ///< Products that bring less are only made as inputs.
    int max_depth = 3;           ///< Levels of making; deeper inputs are bought.

    /// How often the whole state is looked over without any event.
    core::Duration pass_interval = std::chrono::seconds(5);
    /// How often new pipelines are looked for.
    core::Duration plan_interval = std::chrono::minutes(2);
    /// A plan is good for this long. Then a pipeline that has sold something ends, and one that
    /// has not is planned anew, at the prices of the day.
    core::Duration horizon = std::chrono::minutes(60);
    LookSettings look;
    goods::Recipes recipes = goods::game_recipes();

    /// Returns how many pipelines may run at once; 0: as many as clear the gate.
    std::int64_t most_pipelines() const { return mode == Mode::kSerial ? 1 : max_pipelines; }
};

}  // namespace argosy::manufacturing
