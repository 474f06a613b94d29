#include "fleet/bygone.h"

namespace argosy::fleet {

void close_bygone(std::int64_t player, core::TimePoint at, store::Transaction& transaction) {
    transaction.add(
        "UPDATE ship_assignments SET owner_id = '', version = version + 1, assigned_at = $2"
        " WHERE player_id = $1 AND owner_id <> ''",
        {player, core::to_millis(at)});
}

}  // namespace argosy::fleet
