#include "weights/keytableloader.h"

#include "async/whendone.h"

#include <QtConcurrentRun>

namespace inceptoscope {

static Expected<KeyTable> tableOf(const std::string &path, const std::string &network)
{
    return readTensorFile(path).map(
        [&network](const TensorFile &file) { return keyTable(file, network); });
}

void KeyTableLoader::load(const QString &path, const QString &network)
{
    const int ticket = ++m_ticket;
    setBusy(true);
    whenDone(this, QtConcurrent::run([path, network] {
                 return tableOf(path.toStdString(), network.toStdString());
             }),
             [this, ticket](const Expected<KeyTable> &table) {
                 if (ticket != m_ticket)
                     return;
                 setBusy(false);
                 if (table)
                     emit loaded(*table);
                 else
                     emit failed(QString::fromStdString(table.error().message));
             });
}

void KeyTableLoader::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    emit busyChanged(busy);
}

} // namespace inceptoscope
