#include "compare/pairjob.h"

#include "engine/engine.h"
#include "images/imageconversion.h"
#include "images/imagedecoder.h"

#include <QHash>

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

namespace inceptoscope {

namespace {

using Clock = std::chrono::steady_clock;

/// Rows are told in chunks, some ten times a second.
constexpr std::chrono::milliseconds chunkTime(100);

/// Two photos for each thread, as for one network.
std::size_t batchSize()
{
    return static_cast<std::size_t>(std::clamp(2 * availableProcessors(), 2, 64));
}

int preparers()
{
    return std::clamp(availableProcessors() / 2, 1, 4);
}

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

QStringList labelsOf(EngineHost &host)
{
    QStringList labels;
    for (int i = 0; i < host.engine().graph().classes(); ++i)
        labels << QString::fromStdString(classLabel(host.description(), i));
    return labels;
}

/// What both networks see of one photo, one input after the other.
void prepareForBoth(PreparedPhoto &photo, const Preprocessing &a, const Preprocessing &b)
{
    const auto start = Clock::now();
    const auto picture = decodeImage(photo.path);
    photo.decodeMilliseconds = millisecondsSince(start);
    if (!picture) {
        photo.input = tl::unexpected(picture.error());
        return;
    }
    const auto decoded = Clock::now();
    std::vector<float> input = normalised(cropSeen(*picture, a), a);
    const std::vector<float> second = normalised(cropSeen(*picture, b), b);
    input.insert(input.end(), second.begin(), second.end());
    photo.input = std::move(input);
    photo.preprocessMilliseconds = millisecondsSince(decoded);
}

PhotoPreparer preparerFor(const Preprocessing &a, const Preprocessing &b)
{
    return [a, b](const QString &path) {
        PreparedPhoto photo{path, std::vector<float>()};
        try {
            prepareForBoth(photo, a, b);
        } catch (const std::bad_alloc &) {
            photo.input = failure(path.toStdString() + " needs more memory than there is");
        }
        return photo;
    };
}

struct Top
{
    int index;
    double confidence;
};

Top topOf(const Activations &answer)
{
    const auto top = std::ranges::max_element(answer.probabilities);
    return {static_cast<int>(top - answer.probabilities.begin()), *top};
}

} // namespace

MergedClasses mergedClasses(const QStringList &ofA, const QStringList &ofB)
{
    MergedClasses merged;
    QHash<QString, int> places;
    const auto placeOf = [&](const QString &label) {
        const auto next = static_cast<int>(merged.labels.size());
        const auto known = places.constFind(label.toCaseFolded());
        if (known != places.constEnd())
            return *known;
        places.insert(label.toCaseFolded(), next);
        merged.labels << label;
        return next;
    };
    std::ranges::transform(ofA, std::back_inserter(merged.ofA), placeOf);
    std::ranges::transform(ofB, std::back_inserter(merged.ofB), placeOf);
    return merged;
}

PairJob::PairJob(QStringList folders, FolderSettings a, FolderSettings b, Listener listener)
    : m_folders(std::move(folders))
    , m_a(std::move(a))
    , m_b(std::move(b))
    , m_listener(std::move(listener))
{
}

PairJob::~PairJob()
{
    m_stop.request_stop();
}

/// Nobody would be told of an exception on a worker's thread.
Expected<PhotoJob::End> PairJob::go(EngineHost &hostB, const std::stop_token &leave)
{
    try {
        return advance(hostB, leave);
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory for these photos and these networks");
    }
}

Expected<PhotoJob::End> PairJob::advance(EngineHost &hostB, const std::stop_token &leave)
{
    Expected<void> done = prepare(hostB, leave);
    if (done && !m_photos)
        begin(hostB);
    while (done) {
        fill(leave);
        if (leave.stop_requested() || m_waiting.empty())
            break;
        done = answer(hostB, leave);
    }
    report();
    if (leave.stop_requested())
        return End::Left;
    if (!done)
        return tl::unexpected(done.error());
    return End::Finished;
}

Expected<void> PairJob::prepare(EngineHost &hostB, const std::stop_token &leave)
{
    if (auto ready = m_hostA.prepare(m_a.entry, m_a.inputSize, m_a.scales, leave); !ready)
        return ready;
    return hostB.prepare(m_b.entry, m_b.inputSize, m_b.scales, leave);
}

void PairJob::begin(EngineHost &hostB)
{
    m_classes = mergedClasses(labelsOf(m_hostA), labelsOf(hostB));
    m_listener.begun(m_classes.labels);
    m_valuesOfA = static_cast<std::size_t>(m_hostA.engine().graph().input().elements());
    m_names = std::make_unique<FolderClasses>(ClassMatcher({}), m_folders);
    m_photos = std::make_unique<PhotoConveyor>(
        m_folders, preparerFor(m_hostA.preprocessing(), hostB.preprocessing()), preparers(),
        static_cast<int>(2 * batchSize()), m_stop.get_token());
}

/// What was waiting when the last turn ended stays. Photos that cannot be read make no batch
/// smaller, but are not gathered without end.
void PairJob::fill(const std::stop_token &leave)
{
    while (m_inputsA.size() < batchSize() && m_waiting.size() < 4 * batchSize()) {
        auto photo = m_photos->next(leave);
        if (!photo)
            return;
        if (photo->input) {
            const auto second = photo->input->begin() + static_cast<std::ptrdiff_t>(m_valuesOfA);
            m_inputsA.emplace_back(photo->input->begin(), second);
            m_inputsB.emplace_back(second, photo->input->end());
            photo->input->clear();
        }
        m_waiting.push_back(std::move(*photo));
    }
}

Expected<void> PairJob::answer(EngineHost &hostB, const std::stop_token &leave)
{
    Expected<Answers> ofA = Answers();
    Expected<Answers> ofB = Answers();
    if (!m_inputsA.empty()) {
        ofA = m_hostA.engine().run(m_inputsA, {}, leave);
        if (!ofA)
            return tl::unexpected(ofA.error());
        ofB = hostB.engine().run(m_inputsB, {}, leave);
        if (!ofB)
            return tl::unexpected(ofB.error());
    }
    keep(*ofA, *ofB);
    return {};
}

void PairJob::keep(const Answers &ofA, const Answers &ofB)
{
    std::size_t next = 0;
    for (const PreparedPhoto &photo : m_waiting) {
        FolderRow row;
        row.path = photo.path;
        row.name = m_names->nameOf(photo.path);
        row.decodeMilliseconds = photo.decodeMilliseconds;
        row.preprocessMilliseconds = photo.preprocessMilliseconds;
        if (photo.input) {
            const Top a = topOf(ofA[next]);
            const Top b = topOf(ofB[next]);
            row.top = m_classes.ofA[static_cast<std::size_t>(a.index)];
            row.confidence = a.confidence;
            row.truth = m_classes.ofB[static_cast<std::size_t>(b.index)];
            row.otherConfidence = b.confidence;
            row.forwardMilliseconds = ofA[next].forwardMilliseconds + ofB[next].forwardMilliseconds;
            ++next;
        } else {
            row.error = QString::fromStdString(photo.input.error().message);
        }
        m_rows.push_back(std::move(row));
    }
    m_waiting.clear();
    m_inputsA.clear();
    m_inputsB.clear();
    if (Clock::now() - m_told >= chunkTime)
        report();
}

void PairJob::report()
{
    if (m_rows.empty())
        return;
    m_listener.answered(std::make_shared<const std::vector<FolderRow>>(std::exchange(m_rows, {})));
    m_told = Clock::now();
}

QStringList PairJob::problems() const
{
    return m_photos ? m_photos->problems() : QStringList();
}

} // namespace inceptoscope
