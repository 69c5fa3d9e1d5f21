#include "bench/startedprogram.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace inceptoscope::test {

namespace {

/// In the child, which has nothing but this left to do.
[[noreturn]] void become(std::vector<std::string> &command,
                         const std::map<std::string, std::string> &environment, int errors)
{
    for (const auto &[name, value] : environment)
        setenv(name.c_str(), value.c_str(), 1);
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    std::vector<char *> words;
    for (std::string &word : command)
        words.push_back(word.data());
    words.push_back(nullptr);
    execv(words.front(), words.data());
    _exit(127);
}

} // namespace

StartedProgram::StartedProgram(std::vector<std::string> command,
                               const std::map<std::string, std::string> &environment)
    : m_errors(nullptr, std::fclose)
{
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        std::abort();
    m_start = Clock::now();
    m_child = fork();
    if (m_child == 0)
        become(command, environment, ends[1]);
    close(ends[1]);
    m_errors.reset(fdopen(ends[0], "r"));
}

StartedProgram::~StartedProgram()
{
    kill();
}

std::map<std::string, double> StartedProgram::milestones(const std::string &last)
{
    std::map<std::string, double> told;
    std::array<char, 256> line{};
    while (!told.contains(last) && std::fgets(line.data(), line.size(), m_errors.get())) {
        std::array<char, 32> name{};
        double milliseconds = 0.0;
        if (std::sscanf(line.data(), "%31s %lf", name.data(), &milliseconds) == 2)
            told.emplace(name.data(), milliseconds);
    }
    return told;
}

StartedProgram::End StartedProgram::waitForEnd()
{
    if (m_child == 0)
        return {};
    int status = 0;
    rusage usage{};
    wait4(m_child, &status, 0, &usage);
    m_child = 0;
    const std::chrono::duration<double, std::milli> elapsed = Clock::now() - m_start;
    return {elapsed.count(), static_cast<double>(usage.ru_maxrss) * 1024 / 1e6, status == 0};
}

StartedProgram::End StartedProgram::kill()
{
    if (m_child != 0)
        ::kill(m_child, SIGKILL);
    return waitForEnd();
}

} // namespace inceptoscope::test
