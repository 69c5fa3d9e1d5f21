#include "curves/readers/runreader.h"

#include "curves/readers/readerofformat.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

/// Whether there is more than was read.
static bool isBeyond(const ByteSource &bytes, const LogReader &reader)
{
    const auto size = bytes.size();
    return size && *size > reader.offset();
}

RunReader::RunReader(RunFiles files, Options options)
    : m_files(std::move(files))
    , m_options(options)
{
    for (const std::filesystem::path &path : m_files.files)
        open(path);
}

void RunReader::open(const std::filesystem::path &path)
{
    m_open.push_back(
        {GrowingFile(path), makeLogReader(m_files.format, m_files, path, m_options), {}});
}

void RunReader::add(const std::filesystem::path &path)
{
    m_files.files.push_back(path);
    open(path);
}

bool RunReader::readOn(std::uint64_t most)
{
    bool hasMore = false;
    for (std::size_t i = 0; i < m_open.size() && !hasMore; ++i) {
        const auto bytes = m_open[i].file.open();
        if (isOtherFile(m_open[i], bytes)) {
            beginAnew();
            return readOn(most);
        }
        hasMore = readFile(m_open[i], bytes, most);
    }
    finish();
    return hasMore;
}

/// A file that is gone stays as it was.
bool RunReader::isOtherFile(const File &file, const Opened &bytes) const
{
    if (file.reader->offset() == 0 || !bytes)
        return false;
    return !file.file.goesOn() || (m_tookTails && isBeyond(**bytes, *file.reader));
}

bool RunReader::hasTails()
{
    return std::ranges::any_of(m_open, [](File &file) {
        const auto bytes = file.file.open();
        return bytes && isBeyond(**bytes, *file.reader);
    });
}

void RunReader::takeTails()
{
    for (const File &file : m_open)
        file.reader->setTail(Tail::Take);
    readOn();
    m_tookTails = true;
}

bool RunReader::readFile(File &file, const Opened &bytes, std::uint64_t most)
{
    file.problem.clear();
    const auto read = bytes ? file.reader->readOn(**bytes, m_runs, most)
                            : Expected<bool>(tl::unexpected(bytes.error()));
    if (!read) {
        file.problem = fmt::format("it cannot be read: {}", read.error().message);
        return false;
    }
    file.file.remember(**bytes, file.reader->offset());
    return *read;
}

void RunReader::beginAnew()
{
    ++m_restarts;
    m_tookTails = false;
    m_runs.clear();
    for (File &file : m_open) {
        file.file.forget();
        file.reader = makeLogReader(m_files.format, m_files, file.file.path(), m_options);
    }
}

void RunReader::finish()
{
    std::size_t leftOut = 0;
    for (const File &file : m_open)
        leftOut += file.reader->faults().leftOut();
    for (auto &[part, run] : m_runs) {
        run.id = {m_files.source, part};
        run.format = m_files.format;
        run.leftOut = std::exchange(leftOut, 0);
    }
}

std::vector<LogProblem> RunReader::problems() const
{
    std::vector<LogProblem> problems;
    for (const File &file : m_open) {
        for (const std::string &reason : file.reader->faults().reasons())
            problems.push_back({file.file.path(), reason});
        if (!file.problem.empty())
            problems.push_back({file.file.path(), file.problem});
    }
    return problems;
}

} // namespace inceptoscope
