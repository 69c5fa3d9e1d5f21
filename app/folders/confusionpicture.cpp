#include "folders/confusionpicture.h"

#include "render/mappicture.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int margin = 8; // pixels
constexpr int largestCell = 32;
constexpr int cellWithNumber = 18;
constexpr int cellWithLabel = 9;
constexpr int largestSide = 8192;
constexpr int longestLabel = 160;
constexpr int largestText = 12;

QFont fontFor(int cell)
{
    QFont font;
    font.setPixelSize(std::min(largestText, cell));
    return font;
}

int widest(const QStringList &labels, const QFontMetrics &metrics)
{
    int width = 0;
    for (const QString &label : labels)
        width = std::max(width, metrics.horizontalAdvance(label));
    return std::min(width, longestLabel) + margin;
}

class MatrixPainter
{
public:
    explicit MatrixPainter(const ConfusionPicture &picture)
        : m_picture(picture)
        , m_cell(std::clamp(
              (largestSide - longestLabel - 2 * margin)
                  / static_cast<int>(std::max(picture.truths.size(), picture.answers.size())),
              1, largestCell))
        , m_metrics(fontFor(m_cell))
    {
        if (m_cell >= cellWithLabel)
            m_origin +=
                QPoint(widest(picture.truths, m_metrics), widest(picture.answers, m_metrics));
    }

    QImage image() const
    {
        const QSize cells(m_cell * static_cast<int>(m_picture.answers.size()),
                          m_cell * static_cast<int>(m_picture.truths.size()));
        QImage image(cells + QSize(m_origin.x() + margin, m_origin.y() + margin),
                     QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setFont(fontFor(m_cell));
        if (m_cell >= cellWithLabel)
            paintLabels(painter);
        for (std::size_t row = 0; row < m_picture.matrix.truths.size(); ++row)
            paintRow(painter, row);
        return image;
    }

private:
    void paintLabels(QPainter &painter) const
    {
        const auto elided = [this](const QString &label) {
            return m_metrics.elidedText(label, Qt::ElideRight, longestLabel);
        };
        for (int row = 0; row < m_picture.truths.size(); ++row)
            painter.drawText(
                QRect(margin, m_origin.y() + row * m_cell, m_origin.x() - 2 * margin, m_cell),
                Qt::AlignRight | Qt::AlignVCenter, elided(m_picture.truths.at(row)));
        for (int column = 0; column < m_picture.answers.size(); ++column) {
            painter.save();
            painter.translate(m_origin.x() + column * m_cell, m_origin.y() - margin / 2);
            painter.rotate(-90.0);
            painter.drawText(QRect(0, 0, m_origin.y(), m_cell), Qt::AlignLeft | Qt::AlignVCenter,
                             elided(m_picture.answers.at(column)));
            painter.restore();
        }
    }

    void paintRow(QPainter &painter, std::size_t row) const
    {
        const ConfusionMatrix &matrix = m_picture.matrix;
        const int truth = matrix.truths[row];
        const int photos = matrix.photosOf(truth);
        for (std::size_t column = 0; column < matrix.answers.size(); ++column) {
            const QRect cell(m_origin
                                 + QPoint(static_cast<int>(column), static_cast<int>(row)) * m_cell,
                             QSize(m_cell, m_cell));
            const int count = matrix.count(truth, matrix.answers[column]);
            const QColor ground = count == 0
                ? QColor(Qt::white)
                : QColor(colourOf(ColourMap::Viridis, static_cast<double>(count) / photos));
            painter.fillRect(cell, ground);
            const bool isRight = truth == matrix.answers[column];
            if (m_cell >= cellWithLabel) {
                painter.setPen(isRight ? Qt::black : Qt::lightGray);
                painter.drawRect(cell.adjusted(0, 0, -1, -1));
            }
            if (count == 0 || m_cell < cellWithNumber)
                continue;
            painter.setPen(qGray(ground.rgb()) > 110 ? Qt::black : Qt::white);
            painter.drawText(cell, Qt::AlignCenter, QString::number(count));
            painter.setPen(Qt::black);
        }
    }

    const ConfusionPicture &m_picture;
    int m_cell;
    QFontMetrics m_metrics;
    QPoint m_origin{margin, margin}; ///< of the first cell
};

QString translated(const char *text)
{
    return QCoreApplication::translate("ConfusionPicture", text);
}

} // namespace

QImage drawn(const ConfusionPicture &picture)
{
    if (picture.truths.isEmpty() || picture.answers.isEmpty())
        return {};
    QStringList lines{picture.title, translated("Rows: folders, columns: answers")};
    lines.removeAll(QString());
    return explained(MatrixPainter(picture).image(), lines, ColourMap::Viridis,
                     ScaleText{QStringLiteral("0"), QStringLiteral("100 %"),
                               translated("share of the row's photos")});
}

} // namespace inceptoscope
