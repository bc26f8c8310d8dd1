"""How is what a page shows taken away as a workbook?"""
