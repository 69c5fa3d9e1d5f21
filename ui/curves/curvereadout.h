#pragma once

#include <QColor>
#include <QWidget>

#include <vector>

namespace inceptoscope {

/// A small panel over a plot with the values of all curves at one epoch, and how
/// much more or less they are than at another. Lets the mouse through.
class CurveReadout : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        QColor colour;
        bool dashed = false;
        QString label;
        QString value;
        QString change{}; ///< from another epoch
    };

    static constexpr std::size_t mostRows = 16;

    explicit CurveReadout(QWidget *parent = nullptr);

    /// `more`: how many curves have a value that is not among the rows.
    void setContent(const QString &title, const std::vector<Row> &rows, std::size_t more = 0);
    /// Title and rows, a line each.
    QString text() const;

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QFont textFont() const;
    int lineHeight() const;
    int changeWidth() const;
    int widest(QString Row::*part) const;

    QString m_title;
    std::vector<Row> m_rows;
};

} // namespace inceptoscope
