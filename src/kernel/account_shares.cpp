#include "kernel/account_shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace argosy::kernel {
namespace {

using core::Result;
using core::Task;
using core::TimePoint;

constexpr std::int64_t kMostSharers = game::RequestBudget::kMostSharers;

// An account in parts that every divisor divides, so that sums of shares are exact.
constexpr std::int64_t kWhole = 2'329'089'562'800;

constexpr bool every_divisor_divides_the_whole() {
    for (std::int64_t divisor = 1; divisor <= kMostSharers; ++divisor) {
        if (kWhole % divisor != 0) return false;
    }
    return true;
}
static_assert(every_divisor_divides_the_whole());

std::int64_t parts_of(std::int64_t divisor) {
    return divisor == 0 ? 0 : kWhole / divisor;
}

}  // namespace

/// This process in one account.
struct AccountShares::Membership {
    /// Another daemon, as long as it gives no sign of life.
    struct Silence {
        std::int64_t beats = 0;
        TimePoint since;                   ///< The machine's time.
        std::optional<TimePoint> over_at;  ///< The game's: since when it has sent nothing for sure.
    };

    std::string account;
    Part part = Part::kNone;
    bool in_turn = false;  ///< Turns must not overlap: each acts on what it has read.
    std::int64_t beats = 0;
    bool has_row = false;  ///< It may be there, though others may have dropped it.
    AccountRow seen;
    std::int64_t published = 0;  ///< What all others count as ours.
    std::int64_t divisor = 0;    ///< What we go by: never more than is published.
    /// Since when, in the game's time, we have gone by so much less than is published.
    std::optional<TimePoint> shrunk_at;
    TimePoint valid_until{};  ///< The machine's time.
    std::map<std::int64_t, Silence> others;
};

namespace {

class ShareGuard final : public game::RequestGuard {
  public:
    ShareGuard(const AccountShares& shares, std::string account,
               std::shared_ptr<game::RequestGuard> inner)
        : shares_(shares), account_(std::move(account)), inner_(std::move(inner)) {}

    bool may_send(game::Effect effect) override {
        return shares_.may_send(account_) && inner_->may_send(effect);
    }
    Task<void> wait() override { return inner_->wait(); }
    Task<void> answered(game::Effect effect, std::string_view request,
                        const core::Error* failure) override {
        return inner_->answered(effect, request, failure);
    }

  private:
    const AccountShares& shares_;
    std::string account_;
    std::shared_ptr<game::RequestGuard> inner_;
};

}  // namespace

AccountShares::AccountShares(const core::Runtime& runtime, core::Clock& machine,
                             store::Store& store, LeaseTerms terms,
                             std::shared_ptr<game::RequestBudget> budget)
    : runtime_(runtime),
      machine_(machine),
      store_(store),
      terms_(terms),
      budget_(std::move(budget)),
      timer_(machine.make_timer()) {}

AccountShares::~AccountShares() = default;

void AccountShares::open(std::string owner) {
    owner_ = std::move(owner);
    if (shares()) runtime_.spawn(watch());
}

AccountShares::Membership& AccountShares::membership(const std::string& account) {
    auto& found = memberships_[account];
    if (!found) found = std::make_unique<Membership>(Membership{.account = account});
    return *found;
}

void AccountShares::set_parts(const std::map<std::string, Part>& parts) {
    if (!shares()) return;
    for (auto& [account, mine] : memberships_)
        mine->part = Part::kNone;
    for (const auto& [account, part] : parts)
        membership(account).part = part;
}

Task<bool> AccountShares::join(std::string account) {
    if (!shares()) co_return true;
    Membership& mine = membership(account);
    mine.part = Part::kShares;
    if (!may_send(account)) co_await take_turn(mine);
    co_return may_send(account);
}

std::shared_ptr<game::RequestGuard> AccountShares::guard(
    std::string account, std::shared_ptr<game::RequestGuard> inner) {
    if (!shares()) return inner;
    return std::make_shared<ShareGuard>(*this, std::move(account), std::move(inner));
}

bool AccountShares::may_send(const std::string& account) const {
    if (!shares()) return true;
    const auto found = memberships_.find(account);
    if (found == memberships_.end() || closing_) return false;
    return found->second->divisor > 0 && machine_.now() < found->second->valid_until;
}

std::vector<AccountView> AccountShares::accounts() const {
    std::vector<AccountView> all;
    for (const auto& [account, mine] : memberships_) {
        if (mine->part == Part::kShares) all.push_back({account, mine->divisor, mine->seen.shares});
    }
    return all;
}

std::string AccountShares::why_waiting(const std::string& account) const {
    std::string others;
    const auto found = memberships_.find(account);
    const AccountRow seen = found == memberships_.end() ? AccountRow() : found->second->seen;
    for (const ShareRow& row : seen.shares) {
        if (row.run == runtime_.ids.run() || row.divisor == 0) continue;
        others += fmt::format("{}{} {} 1/{}", others.empty() ? "" : ", ", row.owner,
                              row.left() ? "left" : "has", row.divisor);
    }
    return fmt::format("it waits for a share of its account's requests ({})",
                       others.empty() ? "the database has not confirmed one yet" : others);
}

Task<void> AccountShares::watch() {
    while (!closing_) {
        // A list of their own, because players may come in meanwhile; none is ever removed.
        std::vector<Membership*> all;
        for (const auto& [account, mine] : memberships_)
            all.push_back(mine.get());
        for (Membership* mine : all) {
            if (closing_) co_return;
            co_await take_turn(*mine);
        }
        co_await timer_->wait_until(machine_.now() + terms_.renewal());
    }
}

Task<void> AccountShares::take_turn(Membership& mine) {
    if (std::exchange(mine.in_turn, true)) co_return;
    if (mine.part != Part::kShares && mine.has_row) co_await sign_off(mine);
    if (mine.part != Part::kNone) co_await renew(mine);
    mine.in_turn = false;
}

Task<void> AccountShares::renew(Membership& mine) {
    const TimePoint asked_at = machine_.now();
    if (mine.part == Part::kShares) {
        mine.has_row = true;
        const auto alive =
            co_await beat(store_, mine.account, {runtime_.ids.run(), owner_, 0, ++mine.beats});
        if (!alive) co_return warn("share_not_renewed", mine, alive.error());
    }
    auto seen = co_await load_account(store_, mine.account);
    if (!seen) co_return warn("share_not_renewed", mine, seen.error());
    mine.seen = *std::move(seen);
    look(mine, asked_at);
    co_await drop_the_gone(mine);
    if (mine.has_row) co_await grow_or_shrink(mine);
}

// The row is the truth: it tells of a change whose answer never came, and that others took us for
// dead and dropped it.
void AccountShares::look(Membership& mine, TimePoint asked_at) {
    const auto& rows = mine.seen.shares;
    const auto own = std::find_if(rows.begin(), rows.end(), [this](const ShareRow& row) {
        return row.run == runtime_.ids.run();
    });
    // What we have left is ours no more.
    mine.published = own == rows.end() || own->left() ? 0 : own->divisor;
    if (mine.published == 0 || mine.published == mine.divisor) mine.shrunk_at.reset();
    if (mine.published == 0 || !mine.shrunk_at) set_divisor(mine, mine.published);
    if (own != rows.end()) mine.valid_until = std::max(mine.valid_until, asked_at + terms_.length);
    watch_others(mine);
}

void AccountShares::watch_others(Membership& mine) {
    std::map<std::int64_t, Membership::Silence> others;
    for (const ShareRow& row : mine.seen.shares) {
        if (row.run == runtime_.ids.run()) continue;
        const auto known = mine.others.find(row.run);
        Membership::Silence silence{row.beats, machine_.now(), std::nullopt};
        if (known != mine.others.end() && known->second.beats == row.beats) silence = known->second;
        const bool silent = row.left() || machine_.now() - silence.since >= terms_.patience();
        if (silent && !silence.over_at) silence.over_at = runtime_.now();
        others.emplace(row.run, silence);
    }
    mine.others = std::move(others);
}

Task<void> AccountShares::drop_the_gone(Membership& mine) {
    const auto is_over = [&mine, now = runtime_.now()](const ShareRow& row) {
        const auto other = mine.others.find(row.run);
        if (other == mine.others.end() || !other->second.over_at) return false;
        return row.divisor == 0 || now - *other->second.over_at >= kMemory;
    };
    std::vector<ShareRow> gone;
    std::copy_if(mine.seen.shares.begin(), mine.seen.shares.end(), std::back_inserter(gone),
                 is_over);
    for (const ShareRow& row : gone) {
        const auto dropped = co_await drop_share(store_, mine.account, row);
        if (!dropped) continue;  // It lives, somebody else dropped it, or we try again.
        runtime_.log.info("kernel", "share_dropped",
                          {{"account", mine.account}, {"of", row.owner}});
        std::erase_if(mine.seen.shares,
                      [&row](const ShareRow& each) { return each.run == row.run; });
    }
}

// Everybody who lives gets the same. Less is taken at once, and told when the server has forgotten
// what was sent before.
Task<void> AccountShares::grow_or_shrink(Membership& mine) {
    if (closing_) co_return;
    const auto& rows = mine.seen.shares;
    const std::int64_t living =
        std::count_if(rows.begin(), rows.end(), [](const ShareRow& row) { return !row.left(); });
    const std::int64_t fair = std::clamp<std::int64_t>(living, 1, kMostSharers);
    if (mine.divisor == 0 || (fair < mine.divisor && !mine.shrunk_at)) {
        co_return co_await grow(mine, fair);
    }
    if (fair < mine.divisor) {
        set_divisor(mine, std::max(fair, mine.published));
    } else if (fair > mine.divisor) {
        set_divisor(mine, fair);
        mine.shrunk_at = runtime_.now();
    }
    if (!mine.shrunk_at || runtime_.now() - *mine.shrunk_at < kMemory) co_return;
    const std::int64_t divisor = mine.divisor;
    const auto given = co_await give_share(store_, mine.account, runtime_.ids.run(), divisor);
    if (!given) co_return warn("share_not_given", mine, given.error());
    mine.published = divisor;
    mine.shrunk_at.reset();
}

// Into what nobody has published.
Task<void> AccountShares::grow(Membership& mine, std::int64_t fair) {
    std::int64_t free = kWhole;
    for (const ShareRow& row : mine.seen.shares) {
        if (row.run != runtime_.ids.run()) free -= parts_of(row.divisor);
    }
    std::int64_t divisor = fair;
    while (divisor <= kMostSharers && parts_of(divisor) > free)
        ++divisor;
    const bool is_more = mine.divisor == 0 || divisor < mine.divisor;
    if (divisor > kMostSharers || !is_more) co_return;
    const auto taken =
        co_await take_share(store_, mine.account, mine.seen, runtime_.ids.run(), divisor);
    if (!taken) {
        // Several want what is free; the next turn sees what is left.
        if (taken.error().code == core::ErrorCode::kConflict) co_return;
        co_return warn("share_not_taken", mine, taken.error());
    }
    mine.published = divisor;
    set_divisor(mine, divisor);
}

Task<void> AccountShares::sign_off(Membership& mine) {
    mine.has_row = false;
    mine.divisor = 0;
    mine.shrunk_at.reset();
    const auto left = co_await leave_account(store_, mine.account,
                                             {.run = runtime_.ids.run(), .beats = ++mine.beats});
    // A row that could not be marked is a dead daemon's.
    if (!left) warn("share_not_left", mine, left.error());
}

// One queue for all accounts: the smallest share of any limits it.
void AccountShares::set_divisor(Membership& mine, std::int64_t divisor) {
    if (divisor != mine.divisor) {
        runtime_.log.info("kernel", "share_changed",
                          {{"account", mine.account}, {"divisor", divisor}});
    }
    mine.divisor = divisor;
    std::int64_t largest = 0;
    for (const auto& [account, membership] : memberships_)
        largest = std::max(largest, membership->divisor);
    if (largest > 0) budget_->set_share(largest);
}

void AccountShares::warn(std::string_view what, const Membership& mine,
                         const core::Error& error) const {
    runtime_.log.warning("kernel", what, {{"account", mine.account}, {"reason", error.message}});
}

Task<void> AccountShares::close() {
    closing_ = true;
    timer_->wake();
    for (const auto& [account, mine] : memberships_) {
        if (mine->has_row) co_await sign_off(*mine);
    }
}

}  // namespace argosy::kernel
