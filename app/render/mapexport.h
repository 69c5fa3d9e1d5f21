#pragma once

#include "filters/filtersheet.h"
#include "graph/error.h"
#include "render/mappicture.h"

#include <QObject>
#include <QString>

#include <optional>
#include <stop_token>

namespace inceptoscope {

/// Writes a picture as PNG; the file appears whole or not at all.
Expected<void> writePng(const QString &path, const QImage &image);

/// Values as the network computed them: of a whole layer, or of one of its channels.
struct MapValues
{
    Activation activation;
    std::optional<int> channel{};
};

/// Takes activations and filters out of the program: draws, packs and writes on workers, then says
/// what came of it.
class MapExport : public QObject
{
    Q_OBJECT

public:
    struct Saved; ///< of the implementation

    explicit MapExport(QObject *parent = nullptr);
    ~MapExport() override;

    /// To the clipboard.
    void copy(const MapPicture &picture);
    void copy(const FilterPicture &picture);
    void savePng(const QString &path, const MapPicture &picture);
    void savePng(const QString &path, const FilterPicture &picture);
    /// float32, of shape (channels, rows, columns) or (rows, columns).
    void saveNpy(const QString &path, const MapValues &values);
    /// Of shape (filters, inputs, rows, columns).
    void saveNpy(const QString &path, const FilterSetPtr &filters);
    /// A line for each value: channel, row, column, value.
    void saveCsv(const QString &path, const MapValues &values);
    /// What is under way leaves no file, and is told as failed.
    void cancel();
    bool isBusy() const { return m_running > 0; }

signals:
    void started(const QString &sentence); ///< what is under way
    /// Part done, 0 to 1, where that is known.
    void progressChanged(double fraction);
    void finished(const QString &sentence); ///< what there is now, and its size
    void failed(const QString &sentence);

private:
    template<typename Picture> void copyDrawn(const Picture &picture);
    template<typename Work> void run(const QString &sentence, Work work);
    void report(const Expected<Saved> &result);

    std::stop_source m_stop; ///< of all that is under way
    int m_running = 0;
};

} // namespace inceptoscope
