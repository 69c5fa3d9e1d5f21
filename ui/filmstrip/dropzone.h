#pragma once

#include <QAbstractButton>

namespace inceptoscope {

/// The place at the end of the filmstrip that says where photos go. A click asks for a file.
class DropZone : public QAbstractButton
{
    Q_OBJECT

public:
    explicit DropZone(QWidget *parent = nullptr);

    /// While photos hang over it.
    void setHighlighted(bool highlighted);
    bool isHighlighted() const { return m_highlighted; }

    QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_highlighted = false;
};

} // namespace inceptoscope
