#include "folders/folderjob.h"

#include <algorithm>
#include <new>
#include <utility>

namespace inceptoscope {

namespace {

/// Rows are told in chunks, some ten times a second.
constexpr std::chrono::milliseconds chunkTime(100);

/// Two photos for each thread: fewer would leave some without work, and more would be done in vain
/// where a person asks for something else meanwhile.
std::size_t batchSize()
{
    return static_cast<std::size_t>(std::clamp(2 * availableProcessors(), 2, 64));
}

Labels labelsOf(const ModelDescription &description, int classes)
{
    Labels labels;
    for (int i = 0; i < classes; ++i)
        labels.push_back(classLabel(description, i));
    return labels;
}

/// Of equal ones the first, as everywhere.
int rankOf(const std::vector<float> &probabilities, int truth)
{
    const float own = probabilities[static_cast<std::size_t>(truth)];
    int rank = 1;
    for (int i = 0; i < static_cast<int>(probabilities.size()); ++i) {
        const float other = probabilities[static_cast<std::size_t>(i)];
        rank += other > own || (other == own && i < truth) ? 1 : 0;
    }
    return rank;
}

} // namespace

FolderJob::FolderJob(QStringList folders, FolderSettings settings, Listener listener)
    : m_folders(std::move(folders))
    , m_settings(std::move(settings))
    , m_listener(std::move(listener))
{
}

FolderJob::~FolderJob()
{
    m_stop.request_stop();
}

/// Nobody would be told of an exception on a worker's thread.
Expected<FolderJob::End> FolderJob::go(EngineHost &host, const std::stop_token &leave)
{
    try {
        return advance(host, leave);
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory for these photos and this network");
    }
}

Expected<FolderJob::End> FolderJob::advance(EngineHost &host, const std::stop_token &leave)
{
    const auto ready =
        host.prepare(m_settings.entry, m_settings.inputSize, m_settings.scales, leave);
    if (!ready && leave.stop_requested())
        return End::Left;
    if (!ready)
        return tl::unexpected(ready.error());
    if (!m_photos)
        begin(host);
    while (true) {
        fill(leave);
        if (leave.stop_requested() || m_waiting.empty())
            break;
        const auto answers = m_inputs.empty() ? Expected<std::vector<Activations>>()
                                              : host.engine().run(m_inputs, {}, leave);
        if (!answers && leave.stop_requested())
            break;
        if (!answers) {
            report(); // what is answered stays
            return tl::unexpected(answers.error());
        }
        answer(*answers);
    }
    report();
    return leave.stop_requested() ? End::Left : End::Finished;
}

void FolderJob::begin(EngineHost &host)
{
    const Labels labels = labelsOf(host.description(), host.engine().graph().classes());
    QStringList names;
    for (const std::string &label : labels)
        names << QString::fromStdString(label);
    m_listener.begun(names);
    m_classes = std::make_unique<FolderClasses>(ClassMatcher(labels), m_folders);
    m_photos = std::make_unique<PhotoConveyor>(
        m_folders, host.preprocessing(), static_cast<int>(2 * batchSize()), m_stop.get_token());
}

/// What was waiting when the last turn ended stays. Photos that cannot be read make no batch
/// smaller, but are not gathered without end.
void FolderJob::fill(const std::stop_token &leave)
{
    while (m_inputs.size() < batchSize() && m_waiting.size() < 4 * batchSize()) {
        auto photo = m_photos->next(leave);
        if (!photo)
            return;
        if (photo->input)
            m_inputs.push_back(std::move(*photo->input));
        m_waiting.push_back(std::move(*photo));
    }
}

void FolderJob::answer(const std::vector<Activations> &answers)
{
    auto next = answers.begin();
    for (const PreparedPhoto &photo : m_waiting) {
        FolderRow row = rowOf(photo);
        if (photo.input) {
            const std::vector<float> &probabilities = next->probabilities;
            const auto top = std::ranges::max_element(probabilities);
            row.top = static_cast<int>(top - probabilities.begin());
            row.confidence = *top;
            row.rank = row.truth < 0 ? 0 : rankOf(probabilities, row.truth);
            row.forwardMilliseconds = next->forwardMilliseconds;
            ++next;
        } else {
            row.error = QString::fromStdString(photo.input.error().message);
        }
        m_rows.push_back(std::move(row));
    }
    m_waiting.clear();
    m_inputs.clear();
    if (std::chrono::steady_clock::now() - m_told >= chunkTime)
        report();
}

FolderRow FolderJob::rowOf(const PreparedPhoto &photo) const
{
    FolderRow row;
    row.path = photo.path;
    row.name = m_classes->nameOf(photo.path);
    row.truth = m_classes->truthOf(photo.path);
    row.decodeMilliseconds = photo.decodeMilliseconds;
    row.preprocessMilliseconds = photo.preprocessMilliseconds;
    return row;
}

void FolderJob::report()
{
    if (m_rows.empty())
        return;
    m_listener.answered(std::make_shared<const std::vector<FolderRow>>(std::exchange(m_rows, {})));
    m_told = std::chrono::steady_clock::now();
}

QStringList FolderJob::problems() const
{
    return m_photos ? m_photos->problems() : QStringList();
}

} // namespace inceptoscope
