#include "folders/batchedphotojob.h"

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

Labels labelsOf(EngineHost &host)
{
    Labels labels;
    for (int i = 0; i < host.engine().graph().classes(); ++i)
        labels.push_back(classLabel(host.description(), i));
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

QStringList namesOf(const Labels &labels)
{
    QStringList names;
    for (const std::string &label : labels)
        names << QString::fromStdString(label);
    return names;
}

BatchedPhotoJob::BatchedPhotoJob(QStringList folders, std::vector<FolderSettings> networks,
                                 Listener listener)
    : m_folders(std::move(folders))
    , m_networks(std::move(networks))
    , m_listener(std::move(listener))
    , m_own(m_networks.size() - 1)
    , m_inputs(m_networks.size())
{
}

BatchedPhotoJob::~BatchedPhotoJob()
{
    m_stop.request_stop();
}

/// Nobody would be told of an exception on a worker's thread.
Expected<BatchedPhotoJob::End> BatchedPhotoJob::go(EngineHost &lent, const std::stop_token &leave)
{
    try {
        return advance(lent, leave);
    } catch (const std::bad_alloc &) {
        return failure(m_networks.size() == 1
                           ? "there is not enough memory for these photos and this network"
                           : "there is not enough memory for these photos and these networks");
    }
}

Expected<BatchedPhotoJob::End> BatchedPhotoJob::advance(EngineHost &lent,
                                                        const std::stop_token &leave)
{
    const Hosts hosts = hostsWith(lent);
    Expected<void> done = prepare(hosts, leave);
    if (done && !m_photos)
        begin(hosts);
    while (done) {
        fill(leave);
        if (leave.stop_requested() || m_waiting.empty())
            break;
        done = answer(hosts, leave);
    }
    report(); // what is answered stays, also where there will be no more
    if (leave.stop_requested())
        return End::Left;
    if (!done)
        return tl::unexpected(done.error());
    return End::Finished;
}

BatchedPhotoJob::Hosts BatchedPhotoJob::hostsWith(EngineHost &lent)
{
    Hosts hosts;
    for (EngineHost &own : m_own)
        hosts.push_back(&own);
    hosts.push_back(&lent);
    return hosts;
}

Expected<void> BatchedPhotoJob::prepare(const Hosts &hosts, const std::stop_token &leave) const
{
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const auto &[entry, inputSize, scales] = m_networks[i];
        if (auto ready = hosts[i]->prepare(entry, inputSize, scales, leave); !ready)
            return ready;
    }
    return {};
}

void BatchedPhotoJob::begin(const Hosts &hosts)
{
    std::vector<Labels> labels;
    std::vector<Preprocessing> views;
    for (EngineHost *host : hosts) {
        labels.push_back(labelsOf(*host));
        views.push_back(host->preprocessing());
    }
    Classes classes = classesOf(labels);
    m_listener.begun(classes.labels);
    m_places = std::move(classes.places);
    for (const Labels &ofNetwork : labels)
        m_classes.emplace_back(ClassMatcher(ofNetwork), m_folders);
    m_photos = std::make_unique<PhotoConveyor>(m_folders, views, static_cast<int>(2 * batchSize()),
                                               m_stop.get_token());
}

/// What was waiting when the last turn ended stays. Photos that cannot be read make no batch
/// smaller, but are not gathered without end.
void BatchedPhotoJob::fill(const std::stop_token &leave)
{
    while (m_inputs.front().size() < batchSize() && m_waiting.size() < 4 * batchSize()) {
        auto photo = m_photos->next(leave);
        if (!photo)
            return;
        for (std::size_t i = 0; photo->inputs && i < m_inputs.size(); ++i)
            m_inputs[i].push_back(std::move((*photo->inputs)[i]));
        m_waiting.push_back(std::move(*photo));
    }
}

Expected<void> BatchedPhotoJob::answer(const Hosts &hosts, const std::stop_token &leave)
{
    BatchAnswers answers;
    for (std::size_t i = 0; !m_inputs.front().empty() && i < hosts.size(); ++i) {
        auto ofNetwork = hosts[i]->engine().run(m_inputs[i], {}, leave);
        if (!ofNetwork)
            return tl::unexpected(ofNetwork.error());
        answers.push_back(std::move(*ofNetwork));
    }
    keep(answers);
    return {};
}

void BatchedPhotoJob::keep(const BatchAnswers &answers)
{
    std::size_t next = 0;
    for (const PreparedPhoto &photo : m_waiting) {
        FolderRow row = rowOf(photo);
        if (photo.inputs) {
            for (std::size_t i = 0; i < answers.size(); ++i) {
                FolderAnswer &own = i == 0 ? row : *row.other;
                own = answered(i, photo.path, answers[i][next]);
                row.forwardMilliseconds += answers[i][next].forwardMilliseconds;
            }
            ++next;
        }
        m_rows.push_back(std::move(row));
    }
    m_waiting.clear();
    for (auto &inputs : m_inputs)
        inputs.clear();
    if (std::chrono::steady_clock::now() - m_told >= chunkTime)
        report();
}

FolderRow BatchedPhotoJob::rowOf(const PreparedPhoto &photo)
{
    FolderRow row{unanswered(0, photo.path), photo.path, m_classes.front().nameOf(photo.path)};
    if (m_networks.size() > 1)
        row.other = unanswered(1, photo.path);
    row.decodeMilliseconds = photo.decodeMilliseconds;
    row.preprocessMilliseconds = photo.preprocessMilliseconds;
    if (!photo.inputs)
        row.error = QString::fromStdString(photo.inputs.error().message);
    return row;
}

FolderAnswer BatchedPhotoJob::unanswered(std::size_t network, const QString &path)
{
    FolderAnswer answer;
    if (const int truth = m_classes[network].truthOf(path); truth >= 0)
        answer.truth = m_places[network][static_cast<std::size_t>(truth)];
    return answer;
}

/// The rank among the network's own classes, of which two that have one name share a place.
FolderAnswer BatchedPhotoJob::answered(std::size_t network, const QString &path,
                                       const Activations &answer)
{
    const std::vector<float> &probabilities = answer.probabilities;
    const auto top = std::ranges::max_element(probabilities); // of equal ones the first
    FolderAnswer result = unanswered(network, path);
    result.top = m_places[network][static_cast<std::size_t>(top - probabilities.begin())];
    result.confidence = *top;
    if (const int truth = m_classes[network].truthOf(path); truth >= 0)
        result.rank = rankOf(probabilities, truth);
    return result;
}

void BatchedPhotoJob::report()
{
    if (m_rows.empty())
        return;
    m_listener.answered(std::make_shared<const std::vector<FolderRow>>(std::exchange(m_rows, {})));
    m_told = std::chrono::steady_clock::now();
}

QStringList BatchedPhotoJob::problems() const
{
    return m_photos ? m_photos->problems() : QStringList();
}

} // namespace inceptoscope
