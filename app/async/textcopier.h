#pragma once

#include <QObject>

#include <functional>

namespace inceptoscope {

/// Puts texts onto the clipboard that take a while to make: they are made on a worker. The newest
/// wins.
class TextCopier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// `make` owns all it needs; nothing is copied where it returns an empty text.
    void copy(const std::function<QString()> &make);

signals:
    void copied();
    void failed(const QString &sentence);

private:
    int m_ticket = 0;
};

} // namespace inceptoscope
