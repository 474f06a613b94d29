#pragma once

/// @file
/// What changed a universe from outside, in the words that carry it out again. Reading changes
/// nothing and is not told.

#include <optional>
#include <string>

#include "core/time.h"
#include "model/symbols.h"
#include "sim/record.h"

namespace argosy::sim {

/// A request to the public API that was not refused.
struct RequestEntry {
    std::optional<model::AgentSymbol> agent;  ///< Whose token came with it.
    std::optional<std::string> account;       ///< Id of the account whose token came instead.
    std::string method;
    std::string target;
    std::string body;
    int status = 0;  ///< Of the answer.
};

/// Stock that was put into a market, or taken away, by whoever runs the simulator.
struct ShockEntry {
    model::WaypointSymbol waypoint;
    model::TradeSymbol good;
    core::Units units;
};

/// At most one of the members besides the time is there; without any, time was used up to then.
struct JournalEntry {
    core::TimePoint at;
    std::optional<RequestEntry> request;
    std::optional<ShockEntry> shock;
    std::optional<model::ShipSymbol> lost_ship;
    std::optional<std::string> reset_date;
};

template <>
struct Fields<RequestEntry> {
    using Record = RequestEntry;
    static constexpr auto kAll =
        std::tuple(field("agent", &Record::agent), field("account", &Record::account),
                   field("method", &Record::method), field("target", &Record::target),
                   field("body", &Record::body), field("status", &Record::status));
};

template <>
struct Fields<ShockEntry> {
    using Record = ShockEntry;
    static constexpr auto kAll =
        std::tuple(field("waypoint", &Record::waypoint), field("good", &Record::good),
                   field("units", &Record::units));
};

template <>
struct Fields<JournalEntry> {
    using Record = JournalEntry;
    static constexpr auto kAll =
        std::tuple(field("at", &Record::at), field("request", &Record::request),
                   field("shock", &Record::shock), field("lost_ship", &Record::lost_ship),
                   field("reset_date", &Record::reset_date));
};

}  // namespace argosy::sim
