#include "store/open_store.h"

#include "store/postgres_engine.h"
#include "store/sqlite_engine.h"

namespace argosy::store {

Result<std::unique_ptr<Engine>> open_store(const StoreUrl& url) {
    switch (url.kind()) {
        case StoreUrl::Kind::kSqlite:
            return open_sqlite(url.target().reveal());
        case StoreUrl::Kind::kPostgres:
            return open_postgres(url);
    }
    ARGOSY_FAIL("a kind of database without an engine");
}

}  // namespace argosy::store
