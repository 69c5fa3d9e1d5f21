#include "photos/photoconveyor.h"

#include "engine/engine.h"
#include "images/imagedecoder.h"
#include "photos/folderwalk.h"

#include <algorithm>
#include <chrono>
#include <new>

namespace inceptoscope {

/// Enough for photos that take longer than others. Each has a few megabytes at most, once prepared.
constexpr std::size_t fewestPlaces = 16;

static double millisecondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

static void prepare(PreparedPhoto &photo, const std::vector<Preprocessing> &networks)
{
    const auto start = std::chrono::steady_clock::now();
    const auto picture = decodeImage(photo.path);
    photo.decodeMilliseconds = millisecondsSince(start);
    if (!picture) {
        photo.inputs = tl::unexpected(picture.error());
        return;
    }
    const auto decoded = std::chrono::steady_clock::now();
    for (const Preprocessing &preprocessing : networks)
        photo.inputs->push_back(normalised(cropSeen(*picture, preprocessing), preprocessing));
    photo.preprocessMilliseconds = millisecondsSince(decoded);
}

PreparedPhoto preparePhoto(const QString &path, const std::vector<Preprocessing> &networks)
{
    PreparedPhoto photo{path, {}};
    try {
        prepare(photo, networks);
    } catch (const std::bad_alloc &) {
        photo.inputs = failure(path.toStdString() + " needs more memory than there is");
    }
    return photo;
}

/// Preparing a photo takes a fraction of what a network takes for it.
static int preparers()
{
    return std::clamp(availableProcessors() / 2, 1, 4);
}

PhotoConveyor::PhotoConveyor(const QStringList &paths, const std::vector<Preprocessing> &networks,
                             int batch, std::stop_token stop)
    : PhotoConveyor(
          paths, [networks](const QString &path) { return preparePhoto(path, networks); },
          preparers(), batch, std::move(stop))
{
}

PhotoConveyor::PhotoConveyor(const QStringList &paths, const PhotoPreparer &prepare, int threads,
                             int batch, std::stop_token stop)
    : m_mostPlaces(std::max(fewestPlaces, static_cast<std::size_t>(batch)))
    , m_forward(std::move(stop), [this] { m_stop.request_stop(); })
{
    m_threads = std::make_unique<DiskWorkers>();
    try {
        m_threads->start([this, paths] { walk(paths); });
        for (int i = 0; i < threads; ++i)
            m_threads->start([this, prepare] { prepareInTurn(prepare); });
    } catch (const std::system_error &error) {
        giveUp(error);
    }
}

/// Before the constructor ends: those threads that were started wait for others that never will be.
void PhotoConveyor::giveUp(const std::system_error &error)
{
    m_stop.request_stop();
    m_threads.reset();
    m_problems = {QStringLiteral("No thread could be started to prepare photos (%1); close other "
                                 "programs and try again")
                      .arg(QString::fromStdString(error.code().message()))};
}

PhotoConveyor::~PhotoConveyor()
{
    m_stop.request_stop();
}

std::optional<PreparedPhoto> PhotoConveyor::next(const std::stop_token &leave)
{
    // Through the mutex, or it could come between a look at the token and the wait.
    const std::stop_callback wake(leave, [this] {
        const std::scoped_lock lock(m_mutex);
        m_changed.notify_all();
    });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, m_stop.get_token(), [this, &leave] {
        return leave.stop_requested()
            || (m_line.empty() ? m_complete : m_line.front().photo.has_value());
    });
    if (m_line.empty() || m_stop.stop_requested() || leave.stop_requested())
        return std::nullopt;
    auto photo = std::move(m_line.front().photo);
    m_line.pop_front();
    --m_claimed;
    m_changed.notify_all();
    return photo;
}

QStringList PhotoConveyor::problems() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problems;
}

void PhotoConveyor::walk(const QStringList &paths)
{
    QStringList problems =
        walkPictures(paths, m_stop.get_token(), [this](const QString &path) { put(path); });
    const std::scoped_lock lock(m_mutex);
    m_problems = std::move(problems);
    m_complete = true;
    m_changed.notify_all();
}

void PhotoConveyor::put(const QString &path)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, m_stop.get_token(), [this] { return m_line.size() < m_mostPlaces; });
    m_line.push_back({path, std::nullopt});
    m_changed.notify_all();
}

void PhotoConveyor::prepareInTurn(const PhotoPreparer &prepare)
{
    while (Place *place = claim()) {
        PreparedPhoto photo = prepare(place->path);
        const std::scoped_lock lock(m_mutex);
        place->photo = std::move(photo);
        m_changed.notify_all();
    }
}

/// Waits for a photo that nobody prepares yet; nullptr when there will be none. A place stays where
/// it is until its photo is taken.
PhotoConveyor::Place *PhotoConveyor::claim()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, m_stop.get_token(),
                   [this] { return m_claimed < m_line.size() || m_complete; });
    if (m_claimed == m_line.size() || m_stop.stop_requested())
        return nullptr;
    return &m_line[m_claimed++];
}

} // namespace inceptoscope
