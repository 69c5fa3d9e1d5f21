#include "training/progressfile.h"

#include "checkpoint/jsonfields.h"
#include "checkpoint/textfile.h"

#include <cmath>
#include <fstream>
#include <unistd.h>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::size_t longestText = 4096; // bytes
constexpr std::chrono::milliseconds interval(500);

std::filesystem::path progressIn(const std::filesystem::path &folder)
{
    return folder / "progress.json";
}

bool isPossible(const TrainingProgress &progress)
{
    return progress.process > 0 && progress.epoch > 0 && progress.epoch <= progress.epochs
        && progress.batch >= 0 && progress.batch <= progress.batches
        && std::isfinite(progress.photosPerSecond) && progress.photosPerSecond >= 0.0;
}

} // namespace

std::optional<TrainingProgress> readProgress(const std::filesystem::path &folder)
{
    const auto text = readTextFile(progressIn(folder), longestText);
    if (!text)
        return std::nullopt;
    TrainingProgress progress;
    JsonFields fields(*text, "the progress");
    fields.read("process", progress.process);
    fields.read("epoch", progress.epoch);
    fields.read("epochs", progress.epochs);
    fields.read("batch", progress.batch);
    fields.read("batches", progress.batches);
    fields.read("photos_per_second", progress.photosPerSecond);
    if (!fields.finishLoosely() || !isPossible(progress))
        return std::nullopt;
    return progress;
}

ProgressFile::ProgressFile(std::filesystem::path folder, int epochs, int batchSize)
    : m_folder(std::move(folder))
    , m_batchSize(batchSize)
{
    m_progress.process = getpid();
    m_progress.epochs = epochs;
}

void ProgressFile::tell(int epoch, int batch, int batches)
{
    const Clock::time_point now = Clock::now();
    if (epoch != m_progress.epoch) {
        m_firstBatch = batch;
        m_first = now;
        m_progress.epoch = epoch;
    }
    m_progress.batch = batch;
    m_progress.batches = batches;
    const double seconds = std::chrono::duration<double>(now - m_first).count();
    if (batch > m_firstBatch && seconds > 0.0)
        m_progress.photosPerSecond = m_batchSize * (batch - m_firstBatch) / seconds;
    if (now - m_written < interval && batch < batches)
        return;
    m_written = now;
    write();
}

void ProgressFile::write() const
{
    const nlohmann::ordered_json json{
        {"process", m_progress.process}, {"epoch", m_progress.epoch},
        {"epochs", m_progress.epochs},   {"batch", m_progress.batch},
        {"batches", m_progress.batches}, {"photos_per_second", m_progress.photosPerSecond}};
    const std::filesystem::path place = progressIn(m_folder);
    const std::filesystem::path part = place.string() + ".part";
    std::error_code ignored;
    std::ofstream file(part, std::ios::binary);
    if (file << json.dump() << std::flush)
        std::filesystem::rename(part, place, ignored);
    else
        std::filesystem::remove(part, ignored);
}

} // namespace inceptoscope
