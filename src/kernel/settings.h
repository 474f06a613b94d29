#pragma once

/// @file
/// Every key of the configuration, by section: what the file, the variables, the example and the
/// reference page are read from and written by.

#include <vector>

#include "kernel/setting.h"

namespace argosy::kernel {

/// Returns all keys, section by section, in the order of the example file.
const std::vector<Setting>& settings();

}  // namespace argosy::kernel
