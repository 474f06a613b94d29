#include "sim/state_file.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "tests/support/temporary_folder.h"

namespace argosy::sim {
namespace {

using core::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class StateFileTest : public testing::Test {
  protected:
    std::string path() const { return folder_.file("universe.state"); }

    std::vector<std::string> read() {
        auto file = StateFile::open(path());
        EXPECT_TRUE(file.ok());
        auto entries = file->read();
        EXPECT_TRUE(entries.ok()) << entries.error().message;
        return entries ? *entries : std::vector<std::string>();
    }
    std::string bytes() const {
        std::ostringstream text;
        text << std::ifstream(path(), std::ios::binary).rdbuf();
        return text.str();
    }
    void set_bytes(std::string_view text) const {
        std::ofstream(path(), std::ios::binary | std::ios::trunc) << text;
    }
    void write(std::string_view first, std::vector<std::string> rest) {
        auto file = StateFile::open(path());
        ASSERT_TRUE(file->replace(first).ok());
        for (const std::string& entry : rest)
            ASSERT_TRUE(file->append(entry).ok());
    }
    void expect_damaged(std::string_view line) {
        const std::string before = bytes();
        auto file = StateFile::open(path());
        const auto entries = file->read();
        ASSERT_FALSE(entries.ok());
        EXPECT_EQ(entries.error().code, ErrorCode::kConfiguration);
        EXPECT_THAT(entries.error().message, HasSubstr(line));
        EXPECT_EQ(bytes(), before);
    }

    tests::TemporaryFolder folder_;
};

TEST_F(StateFileTest, IsMadeWhereThereIsNone) {
    EXPECT_THAT(read(), IsEmpty());
}

TEST_F(StateFileTest, HoldsWhatWasAppendedInOrder) {
    write(R"({"first":1})", {"[2]", "3"});
    EXPECT_THAT(read(), ElementsAre(R"({"first":1})", "[2]", "3"));
    EXPECT_TRUE(bytes().starts_with(R"({"check":")")) << bytes();
}

TEST_F(StateFileTest, ForgetsEverythingElseWhenReplaced) {
    write("1", {"2", "3"});
    auto file = StateFile::open(path());
    ASSERT_TRUE(file->read().ok());
    ASSERT_TRUE(file->replace("4").ok());
    EXPECT_EQ(file->appended(), 0u);
    ASSERT_TRUE(file->append("5").ok());
    EXPECT_GT(file->appended(), 0u);
    EXPECT_THAT(*file->read(), ElementsAre("4", "5"));
}

TEST_F(StateFileTest, DropsALastLineThatEndsAtAnyByte) {
    write("1", {R"({"two":2})", R"({"three":[3,3,3]})"});
    const std::string whole = bytes();
    const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
    for (std::size_t size = last; size < whole.size(); ++size) {
        set_bytes(whole.substr(0, size));
        ASSERT_THAT(read(), ElementsAre("1", R"({"two":2})")) << size;
        ASSERT_EQ(bytes().size(), last) << size;
        write("1", {R"({"two":2})", "4"});
        ASSERT_THAT(read(), ElementsAre("1", R"({"two":2})", "4")) << size;
    }
    set_bytes(whole);
    EXPECT_EQ(read().size(), 3u);
}

TEST_F(StateFileTest, AppendsBehindTheLastWholeLine) {
    write("1", {"2", "3"});
    const std::string whole = bytes();
    set_bytes(whole.substr(0, whole.size() - 3));
    auto file = StateFile::open(path());
    ASSERT_TRUE(file->read().ok());
    ASSERT_TRUE(file->append("4").ok());
    EXPECT_THAT(*file->read(), ElementsAre("1", "2", "4"));
}

TEST_F(StateFileTest, NamesALineWithAnyByteChanged) {
    write("1", {"22", "3"});
    const std::string whole = bytes();
    const std::size_t begin = whole.find('\n') + 1;
    const std::size_t end = whole.find('\n', begin);
    for (std::size_t at = begin; at < end; ++at) {
        std::string damaged = whole;
        damaged[at] = damaged[at] == 'x' ? 'y' : 'x';
        set_bytes(damaged);
        expect_damaged("line 2");
    }
}

TEST_F(StateFileTest, LeavesFilesOfOthersAlone) {
    for (const char* text :
         {"my notes", "my notes\n", "{\"format\":1}", "\n", "{\"check\":\"x\"}\n"}) {
        set_bytes(text);
        expect_damaged("line 1");
        EXPECT_FALSE(write_state_file(path(), "1").ok());
        EXPECT_EQ(bytes(), text);
    }
}

TEST_F(StateFileTest, BelongsToOneAtATime) {
    auto file = StateFile::open(path());
    ASSERT_TRUE(file.ok());
    const auto second = StateFile::open(path());
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_THAT(second.error().message, HasSubstr(path()));
    ASSERT_TRUE(file->replace("1").ok());
    EXPECT_FALSE(StateFile::open(path()).ok()) << "the lock moves to the new file";
    EXPECT_FALSE(write_state_file(path(), "2").ok());
    EXPECT_THAT(*file->read(), ElementsAre("1"));
}

TEST_F(StateFileTest, IsFreeAgainWhenItsOwnerIsGone) {
    {
        auto file = StateFile::open(path());
    }
    EXPECT_TRUE(StateFile::open(path()).ok());
}

TEST_F(StateFileTest, SaysWhyItCannotBeOpened) {
    const auto nowhere = StateFile::open(folder_.file("no/such/folder"));
    ASSERT_FALSE(nowhere.ok());
    EXPECT_THAT(nowhere.error().message, HasSubstr("no/such/folder"));
    EXPECT_FALSE(StateFile::open(folder_.path().string()).ok());
}

TEST_F(StateFileTest, IsWrittenToAFileOfItsOwn) {
    ASSERT_TRUE(write_state_file(path(), "1").ok());
    ASSERT_TRUE(write_state_file(path(), "2").ok());
    EXPECT_THAT(read(), ElementsAre("2"));
}

}  // namespace
}  // namespace argosy::sim
