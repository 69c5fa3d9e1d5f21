#include "async/textcopier.h"

#include "async/whendone.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QtConcurrentRun>

namespace inceptoscope {

void TextCopier::copy(const std::function<QString()> &make)
{
    const int ticket = ++m_ticket;
    whenDone(this, QtConcurrent::run(make), [this, ticket](const Expected<QString> &text) {
        if (ticket != m_ticket)
            return;
        if (!text) {
            emit failed(QString::fromStdString(text.error().message));
        } else if (!text->isEmpty()) {
            QGuiApplication::clipboard()->setText(*text);
            emit copied();
        }
    });
}

} // namespace inceptoscope
