#pragma once

#include <QScrollArea>

namespace inceptoscope {

/// A pane that scrolls where it has less room than it needs.
class ScrolledPane : public QScrollArea
{
    Q_OBJECT

public:
    explicit ScrolledPane(QWidget *pane, QWidget *parent = nullptr);

    /// Height at which nothing of the pane is scrolled to, in its present width.
    int neededHeight() const;
    /// It scrolls rather than be lower than that.
    void setLeastHeight(int height);
    /// What setLeastHeight is for a pane nobody shares out room for.
    static constexpr int usualLeastHeight = 96;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void neededHeightChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int m_least = usualLeastHeight;
};

} // namespace inceptoscope
