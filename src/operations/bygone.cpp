#include "operations/bygone.h"

namespace argosy::operations {

void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction) {
    transaction.add(
        "INSERT INTO operation_logs (operation_id, at, level, message)"
        " SELECT id, $2, 'warning', $3 FROM operations WHERE player_id = $1"
        " AND status IN ('PENDING', 'RUNNING', 'STOPPING', 'INTERRUPTED')",
        {player, core::to_millis(at), reason});
    transaction.add(
        "UPDATE operations SET status = 'STOPPED', error = $2, updated_at = $3"
        " WHERE player_id = $1 AND status IN ('PENDING', 'RUNNING', 'STOPPING', 'INTERRUPTED')",
        {player, reason, core::to_millis(at)});
}

}  // namespace argosy::operations
