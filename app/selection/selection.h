#pragma once

#include <QObject>
#include <QString>

namespace inceptoscope {

/// What is selected, shared by every pane: whatever shows it follows at once.
class Selection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Id in the PhotoListModel; 0: none.
    int photo() const { return m_photo; }
    void setPhoto(int id);

    /// Dotted id of a stage, block, branch or layer of the network; empty: none.
    QString element() const { return m_element; }
    void setElement(const QString &id);

    /// Channel of the selected element's output; -1: none.
    int channel() const { return m_channel; }
    void setChannel(int channel);

signals:
    void photoChanged(int id);
    void elementChanged(const QString &id);
    void channelChanged(int channel);

private:
    int m_photo = 0;
    QString m_element;
    int m_channel = -1;
};

} // namespace inceptoscope
