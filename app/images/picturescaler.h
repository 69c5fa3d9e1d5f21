#pragma once

#include "graph/error.h"

#include <QImage>
#include <QObject>
#include <QThreadPool>

namespace inceptoscope {

/// Scales pictures for the screen on a worker, for a hundred megapixels take longer than the window
/// may stand still. One at a time; of the requests that come meanwhile only the newest is served.
class PictureScaler : public QObject
{
    Q_OBJECT

public:
    explicit PictureScaler(QObject *parent = nullptr);
    ~PictureScaler() override;

    /// Answers with `scaled` or `failed`, later, unless a newer request comes first. `size` is in
    /// pixels; nothing is answered for a null picture or an empty size.
    void request(const QImage &picture, QSize size);
    /// No answer to what was asked before.
    void cancel();

signals:
    /// `key` is the cacheKey of the picture that was asked for.
    void scaled(const QImage &result, qint64 key);
    /// One sentence: there is no memory for it.
    void failed(const QString &sentence, qint64 key);

private:
    void startNext();
    void finish(const Expected<QImage> &result, qint64 key);

    QImage m_next; ///< null: nothing is asked for
    QSize m_nextSize;
    bool m_running = false;
    bool m_answerDue = false; ///< nobody asked for something else since the job started
    QThreadPool m_worker;
};

} // namespace inceptoscope
