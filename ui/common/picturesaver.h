#pragma once

#include <QImage>
#include <QObject>

#include <functional>

class QAction;
class QWidget;

namespace inceptoscope {

class MessageBar;

/// An action that asks for a place and writes a picture there as PNG. What came of it is told in a
/// message bar.
class PictureSaver : public QObject
{
    Q_OBJECT

public:
    /// Draws on a worker.
    using Draw = std::function<QImage()>;
    /// What is to be drawn of what is shown when the person asks for it, and the file's name
    /// without its ending.
    struct Content
    {
        Draw draw;
        QString name;
    };

    PictureSaver(const QString &text, std::function<Content()> content, MessageBar *message,
                 QWidget *parent);

    QAction *action() const { return m_action; }

private:
    void ask();
    void save(const QString &path, const Draw &draw);

    std::function<Content()> m_content;
    MessageBar *m_message;
    QWidget *m_widget;
    QAction *m_action;
};

} // namespace inceptoscope
