#pragma once

/// @file
/// Ranges as the comparison's options take them: "1..5" for 1 to 5, "generated-1..3" for three
/// systems.

#include <string>
#include <vector>

#include "core/result.h"

namespace argosy::apps {

/// Returns each text with a range in it as what it stands for, others as they are.
/// @error kInvalidArgument  A range that is none, is of more than 10,000, or runs backwards.
core::Result<std::vector<std::string>> expand_ranges(const std::vector<std::string>& texts);

/// The same of whole numbers from 0 on.
/// @error kInvalidArgument  Something else, too.
core::Result<std::vector<std::uint64_t>> expand_numbers(const std::vector<std::string>& texts);

}  // namespace argosy::apps
