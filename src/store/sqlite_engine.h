#pragma once

/// @file
/// SQLite behind the `Engine` interface: write-ahead log, foreign keys on, prepared statements
/// kept by their text. The file holds the players' tokens, so nobody else may read it, and one
/// daemon at a time may own it.

#include <memory>
#include <string>

#include "store/engine.h"

namespace argosy::store {

/// A database in memory: it lives as long as its engine.
inline constexpr std::string_view kInMemory = ":memory:";

/// Opens the database file, making it (mode 0600) when there is none, and keeps an exclusive lock
/// on `<path>.lock` until the engine is destroyed. The schema is left as it is: see migrate().
///
/// @param path  A file, or kInMemory.
/// @error kConfiguration  No such folder, a folder, no permission, or not a database. The message
///                        says which, and what to do.
/// @error kConflict       Another daemon owns the file; the message names its process.
/// @error kUnavailable    The engine failed.
Result<std::unique_ptr<Engine>> open_sqlite(const std::string& path);

}  // namespace argosy::store
