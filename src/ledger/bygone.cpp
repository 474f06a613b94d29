#include "ledger/bygone.h"

namespace argosy::ledger {

void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction) {
    transaction.add(
        "UPDATE intents SET status = 'ABANDONED', reason = $2, settled_at = $3"
        " WHERE player_id = $1 AND status = 'OPEN'",
        {player, reason, core::to_millis(at)});
    transaction.add("DELETE FROM earmarks WHERE player_id = $1", {player});
}

}  // namespace argosy::ledger
