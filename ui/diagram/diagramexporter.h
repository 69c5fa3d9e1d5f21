#pragma once

#include "diagram/diagramexport.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>

namespace inceptoscope {

/// Takes pictures of the diagram out of the program: draws, packs and writes on a worker, one after
/// the other, then says what came of all of them.
class DiagramExporter : public QObject
{
    Q_OBJECT

public:
    explicit DiagramExporter(QObject *parent = nullptr);
    /// Stops what is under way.
    ~DiagramExporter() override;

    void save(const DiagramPicture &picture, const QString &path, ExportFormat format);
    /// To the clipboard.
    void copy(const DiagramPicture &picture);
    /// All that is under way. What was saved before is told all the same.
    void cancel();

signals:
    void started(const QString &sentence);
    /// Once nothing is under way any more: what there is now, and its size.
    void finished(const QString &sentence);
    void failed(const QString &sentence); ///< so is that; some of it, where there were several
    void cancelled();

private:
    std::stop_token begin(const QString &sentence);
    void end(const Expected<QString> &told, const std::stop_token &stop);
    void tellAll();

    int m_underWay = 0;
    QStringList m_told; ///< sentences about those that came before
    bool m_hasFailed = false; ///< one of those
    std::stop_source m_stop;
    QThreadPool m_worker; ///< one thread: a picture may take 256 MB
};

} // namespace inceptoscope
