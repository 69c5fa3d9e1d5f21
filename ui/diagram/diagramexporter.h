#pragma once

#include "diagram/diagramexport.h"

#include <QObject>

namespace inceptoscope {

/// Takes pictures of the diagram out of the program: draws, packs and writes on a worker, then
/// says what came of it. One at a time: another one stops the one before.
class DiagramExporter : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~DiagramExporter() override;

    void save(const DiagramPicture &picture, const QString &path, ExportFormat format);
    /// To the clipboard.
    void copy(const DiagramPicture &picture);
    void cancel();

signals:
    void started(const QString &sentence);
    void finished(const QString &sentence); ///< what there is now, and its size
    void failed(const QString &sentence);
    void cancelled();

private:
    std::stop_token begin(const QString &sentence);

    std::stop_source m_stop;
};

} // namespace inceptoscope
