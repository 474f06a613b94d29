#include "goods/bygone.h"

namespace argosy::goods {

void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction) {
    transaction.add(
        "UPDATE goods_factories SET status = 'STOPPED', error = $2, completed_at = $3,"
        " updated_at = $3 WHERE player_id = $1 AND status IN ('PENDING', 'ACTIVE')",
        {player, reason, core::to_millis(at)});
}

}  // namespace argosy::goods
