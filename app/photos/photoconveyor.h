#pragma once

#include "async/diskworkers.h"
#include "engine/preprocessing.h"
#include "graph/error.h"

#include <QString>
#include <QStringList>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <system_error>
#include <vector>

namespace inceptoscope {

/// A photo, ready for networks or not readable.
struct PreparedPhoto
{
    QString path;
    Expected<std::vector<std::vector<float>>> inputs; ///< one a network: [3, side, side]
    double decodeMilliseconds = 0.0;
    double preprocessMilliseconds = 0.0;
};

/// For one network or several that are to see the same photo, which is decoded once. Blocks on the
/// disk.
PreparedPhoto preparePhoto(const QString &path, const std::vector<Preprocessing> &networks);

/// Called on several threads at once.
using PhotoPreparer = std::function<PreparedPhoto(const QString &path)>;

/// Prepares photos on threads of its own, ahead of whoever takes them: in the order of `paths`,
/// folders walked in name order. Memory: the photos that are ready, a batch of them (at least 16),
/// and one decoded picture for each of at most four threads. Where the system has no threads left
/// there are no photos, and `problems` says so. Who ends waits for no disk that does not answer.
class PhotoConveyor
{
public:
    /// For somebody who takes `batch` photos at a time. Ends early when `stop` is requested.
    PhotoConveyor(const QStringList &paths, const std::vector<Preprocessing> &networks, int batch,
                  std::stop_token stop);
    /// With another way of preparing them, on so many threads.
    PhotoConveyor(const QStringList &paths, const PhotoPreparer &prepare, int threads, int batch,
                  std::stop_token stop);
    ~PhotoConveyor();

    /// Waits for the next photo; nothing after the last one, or when stopped. Nothing as well where
    /// `leave` is requested meanwhile: then the photo is still to come.
    std::optional<PreparedPhoto> next(const std::stop_token &leave = {});
    /// What there is to tell about the folders and of what went wrong, once `next` has given
    /// nothing.
    QStringList problems() const;

private:
    struct Place
    {
        QString path;
        std::optional<PreparedPhoto> photo; ///< nothing until it is prepared
    };

    void giveUp(const std::system_error &error);
    void walk(const QStringList &paths);
    void put(const QString &path);
    void prepareInTurn(const PhotoPreparer &prepare);
    Place *claim();

    const std::size_t m_mostPlaces;
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_forward; ///< from the caller's stop to ours
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Place> m_line;
    std::size_t m_claimed = 0; ///< of the line, from its front
    bool m_complete = false; ///< nobody will join the line
    QStringList m_problems;
    std::unique_ptr<DiskWorkers> m_threads;
};

} // namespace inceptoscope
