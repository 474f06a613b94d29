#pragma once

/// @file
/// The one place that chooses the engine.

#include <memory>

#include "store/engine.h"
#include "store/store_url.h"

namespace argosy::store {

/// Opens the database that `url` names. The schema is left as it is: see migrate().
/// @error as open_sqlite() or open_postgres()
Result<std::unique_ptr<Engine>> open_store(const StoreUrl& url);

}  // namespace argosy::store
