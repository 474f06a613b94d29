#include "hauls/bygone.h"

namespace argosy::hauls {

void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction) {
    transaction.add(
        "UPDATE manufacturing_tasks SET status = 'CANCELLED', error = $2, completed_at = $3"
        " WHERE player_id = $1 AND status IN ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING')",
        {player, reason, core::to_millis(at)});
}

}  // namespace argosy::hauls
