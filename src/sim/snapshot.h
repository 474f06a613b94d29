#pragma once

/// @file
/// A whole universe as one line of JSON, format `argosy-universe-1`: what was chosen for it, the
/// scenario it began as, its markets, and everything else that changes. What is read back goes on
/// exactly as the one that was written.

#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "sim/universe.h"

namespace argosy::sim {

/// Returns the universe as it is, without a line's end.
std::string write_snapshot(const Universe& universe);

/// @param file  Names the text in problems.
/// @error kConfiguration  It is no snapshot, of another format, or does not agree with itself. The
///                        message lists every problem with its place.
core::Result<std::unique_ptr<Universe>> read_snapshot(std::string_view text,
                                                      const std::string& file);

}  // namespace argosy::sim
