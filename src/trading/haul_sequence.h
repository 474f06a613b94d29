#pragma once

/// @file
/// Which jobs one vehicle does one after the other within a window for the greatest sum of their
/// values. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.h"

namespace argosy::trading {

/// Something to be fetched at one place and brought to another.
struct Job {
    std::size_t kind = 0;  ///< Of jobs of one kind, one is done at most.
    std::size_t from = 0;
    std::size_t to = 0;
    std::int64_t value = 0;
    core::Duration time{0};  ///< From being at `from` until it is done at `to`.
};

/// Time from one place to another; nothing where there is no way.
using TravelTime = std::optional<core::Duration>;

struct SequenceProblem {
    std::vector<Job> jobs;
    std::vector<TravelTime> from_start;            ///< By place.
    std::vector<std::vector<TravelTime>> between;  ///< By place, then place.
    core::Duration window{0};
};

/// Returns the jobs of the sequence with the greatest value, of these the one that is done first:
/// the best of those a beam search meets that keeps `width` sequences of each length. With no more
/// sequences than that it is exhaustive.
/// @returns indices into `jobs`; empty when none is done within the window
std::vector<std::size_t> best_sequence(const SequenceProblem& problem, std::size_t width);

}  // namespace argosy::trading
