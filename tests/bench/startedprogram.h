#pragma once

#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace inceptoscope::test {

/// A program that is started to be measured.
class StartedProgram
{
public:
    using Clock = std::chrono::steady_clock;

    /// `command` begins with the program's path; `environment` is what it has beside this process's
    /// own. Its standard output goes nowhere.
    StartedProgram(std::vector<std::string> command,
                   const std::map<std::string, std::string> &environment);
    StartedProgram(const StartedProgram &) = delete;
    StartedProgram &operator=(const StartedProgram &) = delete;
    ~StartedProgram();

    /// What it tells on standard error of its start, "shown 93.1", up to this milestone: in
    /// milliseconds. Ends early where the program does.
    std::map<std::string, double> milestones(const std::string &last);

    struct End
    {
        double milliseconds = 0.0; ///< from the start to the end
        double peak = 0.0; ///< resident memory, MB of a million bytes
        bool isGood = false; ///< ended by itself and said 0
    };

    End waitForEnd();
    End kill();

private:
    Clock::time_point m_start;
    pid_t m_child = 0; ///< 0: it has ended
    std::unique_ptr<std::FILE, int (*)(std::FILE *)> m_errors;
};

} // namespace inceptoscope::test
