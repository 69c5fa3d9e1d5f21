#pragma once

#include "engine/preprocessing.h"
#include "graph/error.h"

#include <QString>
#include <QStringList>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace inceptoscope {

/// A photo, ready for a network or not readable.
struct PreparedPhoto
{
    QString path;
    Expected<std::vector<float>> input; ///< [3, side, side]
    double decodeMilliseconds = 0.0;
    double preprocessMilliseconds = 0.0;
};

/// Blocks on the disk.
PreparedPhoto preparePhoto(const QString &path, const Preprocessing &preprocessing);

/// Prepares photos on a thread of its own, a few ahead of whoever takes them: in the order of
/// `paths`, folders walked in name order.
class PhotoConveyor
{
public:
    /// Ends early when `stop` is requested.
    PhotoConveyor(QStringList paths, const Preprocessing &preprocessing, std::stop_token stop);

    /// Waits for the next photo; nothing after the last one, or when stopped.
    std::optional<PreparedPhoto> next();
    /// What there is to tell about the folders, once `next` has given nothing.
    const QStringList &problems() const { return m_problems; }

private:
    void work(const QStringList &paths, const Preprocessing &preprocessing, std::stop_token stop);
    void put(PreparedPhoto photo, const std::stop_token &stop);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<PreparedPhoto> m_ready;
    bool m_done = false;
    QStringList m_problems;
    std::jthread m_worker;
    std::stop_callback<std::function<void()>> m_forward; ///< from the caller's stop to the worker's
};

} // namespace inceptoscope
