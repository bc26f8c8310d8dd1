"""How do other programs for disclosure control do on our small problems?"""
