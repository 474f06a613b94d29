#pragma once

/// @file
/// Every key of the configuration, by section: what the file, the variables, the example and the
/// reference page are read from and written by.

#include <optional>
#include <string_view>
#include <vector>

#include "kernel/setting.h"

namespace argosy::kernel {

/// Returns all keys, section by section, in the order of the example file.
const std::vector<Setting>& settings();

/// Returns what is missing for a variable of the requirements that has no effect in this version,
/// nothing for any other.
std::optional<std::string_view> not_supported_yet(std::string_view variable);

}  // namespace argosy::kernel
