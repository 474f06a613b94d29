#pragma once

/// @file
/// What is measured, as Prometheus reads it. Almost all of it is asked of the store when somebody
/// asks: counters outlive the process, and nothing has to be counted twice. This room reads the
/// tables of other rooms and writes none.

#include <functional>
#include <string>
#include <vector>

#include "game/request_counts.h"
#include "store/store.h"

namespace argosy::metrics {

using core::Result;
using core::Task;

/// One metric that is asked of the store.
struct StoredMetric {
    enum class Type : std::uint8_t { kCounter, kGauge };

    std::string_view name;
    Type type;
    std::string_view help;
    std::vector<std::string_view> labels;  ///< Columns of the answer, all text.
    /// A reading statement over one era, $1, with the labels and a whole number `value`.
    std::string_view sql;
};

/// Returns every metric that comes from the store, by name.
const std::vector<StoredMetric>& stored_metrics();

/// What a scrape needs to know besides the store.
struct Live {
    std::string era;  ///< The reset date of the universe that is played in.
    /// Since the process started: the store does not count requests.
    game::RequestCounts requests;
    std::size_t waiting = 0;  ///< Requests in the queue now.
    /// Requests leave as fast as they may and still wait.
    enum class Queue : std::uint8_t { kShort, kBound } queue = Queue::kShort;
};

/// Returns all metrics as Prometheus' text format (version 0.0.4).
/// @error kUnavailable  The store does not answer.
Task<Result<std::string>> scrape(store::Store& store, Live live);

/// Returns the reference page of the documentation (Markdown).
std::string reference_page();

}  // namespace argosy::metrics
