#include "apps/cli_terminal.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace argosy::cli {
namespace {

constexpr int kRefreshMillis = 1000;

constexpr std::string_view kClearScreen = "\x1b[2J";
constexpr std::string_view kHome = "\x1b[H";
constexpr std::string_view kClearToEndOfLine = "\x1b[K";
constexpr std::string_view kClearBelow = "\x1b[J";

}  // namespace

Terminal::Terminal() : interactive_(::isatty(STDOUT_FILENO) == 1) {}

void Terminal::print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void Terminal::redraw(std::string_view text) {
    // Lines are overwritten one by one: clearing the screen each time would flicker.
    std::string frame(drawn_ ? "" : kClearScreen);
    frame += kHome;
    for (const char letter : text) {
        if (letter == '\n') frame += kClearToEndOfLine;
        frame += letter;
    }
    frame += kClearBelow;
    drawn_ = true;
    print(frame);
}

bool Terminal::wait() {
    // No event is asked for, so only the loss of the reader ends the wait early.
    pollfd reader{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
    return ::poll(&reader, 1, kRefreshMillis) == 0;
}

}  // namespace argosy::cli
