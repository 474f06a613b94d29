#include "manufacturing/declines.h"

#include <algorithm>
#include <tuple>

namespace argosy::manufacturing {

void Declines::record(const std::string& subject, const std::string& reason,
                      const std::string& detail, store::Transaction& transaction) {
    const core::TimePoint now = runtime_.now();
    if (!entries_.contains({subject, reason})) make_room();
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
    const std::int64_t more = entry.decline.times - entry.stored_times;
    entry.stored_at = now;
    entry.stored_times = entry.decline.times;
    transaction.add(
        "INSERT INTO declines (player_id, subject, reason, detail, first_at, last_at, times)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (player_id, subject, reason)"
        " DO UPDATE SET detail = $4, last_at = $6, times = declines.times + $7",
        {player_, subject, reason, detail, core::to_millis(entry.decline.first_at),
         core::to_millis(now), more});
}

void Declines::make_room() {
    if (entries_.size() < kMost) return;
    const auto oldest =
        std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
            return a.second.decline.last_at < b.second.decline.last_at;
        });
    entries_.erase(oldest);
}

const Decline* Declines::latest(const std::string& subject, core::TimePoint since) const {
    const Decline* latest = nullptr;
    for (auto entry = entries_.lower_bound({subject, ""});
         entry != entries_.end() && entry->first.first == subject; ++entry) {
        const Decline& decline = entry->second.decline;
        if (decline.last_at < since) continue;
        if (latest == nullptr || decline.last_at > latest->last_at) latest = &decline;
    }
    return latest;
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
