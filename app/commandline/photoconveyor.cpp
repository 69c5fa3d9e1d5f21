#include "commandline/photoconveyor.h"

#include "images/imagedecoder.h"
#include "photos/folderwalk.h"

#include <chrono>
#include <new>

namespace inceptoscope {

/// Pictures of a few megabytes at most, once they are prepared.
constexpr std::size_t mostReady = 16;

static double millisecondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

static void prepare(PreparedPhoto &photo, const Preprocessing &preprocessing)
{
    const auto start = std::chrono::steady_clock::now();
    const auto picture = decodeImage(photo.path);
    photo.decodeMilliseconds = millisecondsSince(start);
    if (!picture) {
        photo.input = tl::unexpected(picture.error());
        return;
    }
    const auto decoded = std::chrono::steady_clock::now();
    photo.input = normalised(cropSeen(toRgb(*picture), preprocessing), preprocessing);
    photo.preprocessMilliseconds = millisecondsSince(decoded);
}

PreparedPhoto preparePhoto(const QString &path, const Preprocessing &preprocessing)
{
    PreparedPhoto photo{path, std::vector<float>()};
    try {
        prepare(photo, preprocessing);
    } catch (const std::bad_alloc &) {
        photo.input = failure(path.toStdString() + " needs more memory than there is");
    }
    return photo;
}

PhotoConveyor::PhotoConveyor(QStringList paths, const Preprocessing &preprocessing,
                             std::stop_token stop)
    : m_worker([this, paths = std::move(paths), preprocessing](const std::stop_token &own) {
        work(paths, preprocessing, own);
    })
    , m_forward(std::move(stop), [this] { m_worker.request_stop(); })
{
}

std::optional<PreparedPhoto> PhotoConveyor::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_done || !m_ready.empty(); });
    if (m_ready.empty() || m_worker.get_stop_token().stop_requested())
        return std::nullopt;
    PreparedPhoto photo = std::move(m_ready.front());
    m_ready.pop_front();
    m_changed.notify_all();
    return photo;
}

void PhotoConveyor::work(const QStringList &paths, const Preprocessing &preprocessing,
                         std::stop_token stop)
{
    QStringList problems = walkPictures(
        paths, stop, [&](const QString &path) { put(preparePhoto(path, preprocessing), stop); });
    const std::scoped_lock lock(m_mutex);
    m_problems = std::move(problems);
    m_done = true;
    m_changed.notify_all();
}

void PhotoConveyor::put(PreparedPhoto photo, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_ready.size() < mostReady; });
    m_ready.push_back(std::move(photo));
    m_changed.notify_all();
}

} // namespace inceptoscope
