#include "manufacturing/bygone.h"

namespace argosy::manufacturing {

void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction) {
    transaction.add(
        "UPDATE manufacturing_pipelines SET status = 'CANCELLED', error = $2, completed_at = $3"
        " WHERE player_id = $1 AND status IN ('PLANNING', 'EXECUTING')",
        {player, reason, core::to_millis(at)});
    transaction.add(
        "UPDATE factory_reservations SET status = 'CANCELLED', updated_at = $2"
        " WHERE player_id = $1 AND status = 'ACTIVE'",
        {player, core::to_millis(at)});
    transaction.add(
        "UPDATE pool_reservations SET expires_at = reserved_at"
        " WHERE player_id = $1 AND consumed = 0",
        {player});
}

}  // namespace argosy::manufacturing
