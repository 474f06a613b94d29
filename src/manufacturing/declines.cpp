#include "manufacturing/declines.h"

#include <algorithm>
#include <tuple>

namespace argosy::manufacturing {

void Declines::record(const std::string& subject, const std::string& reason,
                      const std::string& detail, store::Transaction& transaction) {
    const core::TimePoint now = runtime_.now();
    if (entries_.size() >= kMost) {
        std::erase_if(entries_, [&](const auto& entry) {
            return entry.second.decline.last_at + kStoreInterval < now;
        });
    }
    const auto [found, is_new] = entries_.try_emplace({subject, reason});
    Entry& entry = found->second;
    if (is_new) {
        entry.decline = Decline{subject, reason, detail, now, now, 1};
    } else {
        entry.decline.detail = detail;
        entry.decline.last_at = now;
        ++entry.decline.times;
    }
    if (!is_new && now < entry.stored_at + kStoreInterval) return;
    entry.stored_at = now;
    transaction.add(
        "INSERT INTO declines (player_id, subject, reason, detail, first_at, last_at, times)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (player_id, subject, reason)"
        " DO UPDATE SET detail = $4, last_at = $6, times = $7",
        {player_, subject, reason, detail, core::to_millis(entry.decline.first_at),
         core::to_millis(now), entry.decline.times});
}

std::vector<Decline> Declines::since(core::TimePoint since) const {
    std::vector<Decline> latest;
    for (const auto& [key, entry] : entries_) {
        if (entry.decline.last_at >= since) latest.push_back(entry.decline);
    }
    std::sort(latest.begin(), latest.end(), [](const Decline& a, const Decline& b) {
        return std::tie(b.last_at, a.subject, a.reason) < std::tie(a.last_at, b.subject, b.reason);
    });
    return latest;
}

}  // namespace argosy::manufacturing
